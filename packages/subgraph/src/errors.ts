import { isRegistryError, refusalOf, RegistryError, type Refusal } from '@gati/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from './logger.ts';

/** What every GraphQL error of the registry carries, and nothing else. */
export interface ErrorExtensions {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly suggestions: readonly string[];
  /** The page that explains the code. */
  readonly docsUrl: string;
  /** The same in every log line of the request. */
  readonly requestId: string;
}

/** The public parts of a refusal as GraphQL `extensions`. */
export const extensionsOf = (refusal: Pick<Refusal, 'code' | 'details' | 'suggestions'>, publicUrl: string, requestId: string): ErrorExtensions => ({
  code: refusal.code,
  details: refusal.details,
  suggestions: refusal.suggestions,
  docsUrl: `${publicUrl}/errors/${refusal.code}`,
  requestId,
});

/** An error before or while a document is executed: from graphql, or from graphql-jit, whose errors are of another class. */
export interface ExecutionError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly locations?: readonly { readonly line: number; readonly column: number }[] | undefined;
  readonly originalError?: unknown;
}

/** graphql wraps what a resolver threw, sometimes twice. */
function thrownIn(error: ExecutionError): unknown {
  let inner: unknown = error;
  while (inner instanceof Error && !isRegistryError(inner) && 'originalError' in inner && inner.originalError) inner = inner.originalError;
  return inner;
}

/** An argument whose variable turned out to be missing or null is refused at run time, with a path, and still the caller's mistake. */
const isArgumentFault = (thrown: unknown): boolean => thrown instanceof Error && 'locations' in thrown && thrown.message.startsWith('Argument "');

/** Tells clients what they may know of an error, and the log the rest. */
export interface ErrorMapping {
  readonly publicUrl: string;
  readonly logger: Logger;
  /** Named in the log. */
  readonly subgraph: string;
}

/**
 * Any error of an execution as a client may see it: a RegistryError says all its public parts; a document or variable that graphql refuses is BAD_USER_INPUT;
 * everything else is INTERNAL, says nothing, and is logged with its cause.
 */
export function toFormattedError(error: ExecutionError, requestId: string, { publicUrl, logger, subgraph }: ErrorMapping): GraphQLFormattedError {
  const thrown = thrownIn(error);
  const isInputFault = error.path === undefined || isArgumentFault(thrown);
  const known = isRegistryError(thrown) ? thrown : isInputFault ? new RegistryError('BAD_USER_INPUT', { reason: error.message }) : thrown;
  const refusal = refusalOf(known);
  if (refusal.code === 'INTERNAL') logger.error({ err: thrown, subgraph, requestId, path: error.path }, 'a resolver failed');
  return {
    message: refusal.message,
    ...(error.locations?.length && isInputFault ? { locations: error.locations } : {}),
    ...(error.path ? { path: error.path } : {}),
    extensions: { ...extensionsOf(refusal, publicUrl, requestId) },
  };
}

/** A formatted error where graphql wants one of its own. */
export const toGraphQLError = ({ message, path, extensions }: GraphQLFormattedError): GraphQLError =>
  new GraphQLError(message, { ...(path ? { path } : {}), ...(extensions ? { extensions } : {}) });
