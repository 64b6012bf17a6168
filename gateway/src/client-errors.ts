import { catalogue, isRegistryError, refusalOf, RegistryError, type ErrorCode } from '@gati/errors';
import { extensionsOf, type Logger } from '@gati/subgraph';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Fault, SubgraphError } from './federation/execute-plan.ts';
import type { Place } from './federation/places.ts';
import { NotAsked } from './sources/breaker.ts';

/** Turns whatever went wrong into what a client may read: `{ code, details, suggestions, docsUrl, requestId }`, a code of the catalogue, nothing of the inside. */
export interface ClientErrors {
  /** A RegistryError says its public parts, anything else is INTERNAL and is logged. */
  refusal(error: unknown, requestId: string): GraphQLFormattedError;
  /** What graphql says of a document or its variables: BAD_USER_INPUT, without its guesses at names. */
  badInput(errors: readonly (GraphQLError | GraphQLFormattedError)[], requestId: string): GraphQLFormattedError[];
  /** What went wrong while a plan ran. */
  faults(faults: readonly Fault[], requestId: string): GraphQLFormattedError[];
}

export interface ClientErrorOptions {
  readonly publicUrl: string;
  readonly logger: Logger;
  /** `ours` speak the catalogue, and what they say beside it is masked; what `foreign` subgraphs say is theirs, and passes. */
  readonly subgraphs: 'ours' | 'foreign';
}

const isCatalogued = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(catalogue, code);
const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []);

/** graphql guesses what was meant; it would spell the schema out to who may not introspect it, and it costs time for each unknown name. */
export const withoutGuesses = (message: string): string => message.replace(/ ?Did you mean .+\?$/s, '').replace(/ ?Or maybe .+\?$/s, '');

/** Extensions with which other servers tell of their insides. */
const inside = new Set(['stacktrace', 'exception', 'serviceName', 'debugMessage', 'trace', 'http']);

export function createClientErrors({ publicUrl, logger, subgraphs }: ClientErrorOptions): ClientErrors {
  function refusal(error: unknown, requestId: string, place?: Place): GraphQLFormattedError {
    const known = refusalOf(error);
    if (!isRegistryError(error)) logger.error({ err: error, requestId }, 'the gateway failed');
    return { message: known.message, ...(place ? { path: place } : {}), extensions: { ...extensionsOf(known, publicUrl, requestId) } };
  }

  function ofOurs({ message, extensions }: SubgraphError, subgraph: string, place: Place | undefined, requestId: string): GraphQLFormattedError {
    const { code, details, suggestions } = recordOf(extensions);
    if (!isCatalogued(code) || code === 'INTERNAL') {
      if (code !== 'INTERNAL') logger.error({ subgraph, requestId, message }, 'a subgraph answered an error without a code of the catalogue');
      return refusal(new RegistryError('INTERNAL', {}), requestId, place);
    }
    return {
      message: String(message),
      ...(place ? { path: place } : {}),
      extensions: { ...extensionsOf({ code, details: recordOf(details), suggestions: textsOf(suggestions) }, publicUrl, requestId) },
    };
  }

  function ofForeign({ message, extensions }: SubgraphError, place: Place | undefined, requestId: string): GraphQLFormattedError {
    const theirs = Object.fromEntries(Object.entries(recordOf(extensions)).filter(([key]) => !inside.has(key)));
    return {
      message: typeof message === 'string' && message ? message : 'A subgraph answered an error without a message.',
      ...(place ? { path: place } : {}),
      extensions: { code: 'INTERNAL', details: {}, suggestions: [], docsUrl: null, ...theirs, requestId },
    };
  }

  function ofFault(fault: Fault, requestId: string): GraphQLFormattedError {
    const { subgraph, place } = fault;
    if (fault.kind === 'subgraph') return subgraphs === 'ours' ? ofOurs(fault.error, subgraph, place, requestId) : ofForeign(fault.error, place, requestId);
    if (!(fault.cause instanceof NotAsked)) logger.warn({ err: fault.cause, subgraph, requestId }, 'a subgraph could not be asked');
    return refusal(new RegistryError('UPSTREAM_UNAVAILABLE', { what: `The part «${subgraph}»` }), requestId, place);
  }

  return {
    refusal: (error, requestId) => refusal(error, requestId),
    badInput: (errors, requestId) =>
      errors.map(({ message, locations, path }) => ({
        ...refusal(new RegistryError('BAD_USER_INPUT', { reason: withoutGuesses(message) }), requestId, path),
        ...(locations?.length ? { locations } : {}),
      })),
    faults: (faults, requestId) => faults.map((fault) => ofFault(fault, requestId)),
  };
}
