import { RegistryError } from '@gati/errors';
import type { FastifyRequest } from 'fastify';
import type { Variables } from '../federation/shape.ts';

/** What a client asks, before it is examined. */
export interface GraphqlRequest {
  readonly query: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Variables;
  /** SHA-256 of a document that was sent before (automatic persisted queries). */
  readonly persistedHash: string | undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const bad = (reason: string, suggestion?: string): never => {
  throw new RegistryError('BAD_USER_INPUT', { reason, ...(suggestion ? { suggestion } : {}) });
};

function textOf(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'string' ? value : bad(`${name} must be a string.`);
}
function recordOf(value: unknown, name: string): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  return isRecord(value) ? value : bad(`${name} must be an object.`);
}
/** In a URL, variables and extensions are JSON. */
function jsonOf(value: unknown, name: string): unknown {
  const text = textOf(value, name);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return bad(`${name} must be JSON.`);
  }
}

/** Reads a request's parts. @throws BAD_USER_INPUT for a batch, and for parts of the wrong kind */
export function readGraphqlRequest({ method, body, query: search }: FastifyRequest): GraphqlRequest {
  if (method === 'POST' && Array.isArray(body)) bad('Several operations in one request are not served.', 'Send one operation a request.');
  if (method === 'POST' && !isRecord(body)) bad('The body must be a JSON object { query, variables?, operationName? }.');
  const parts = (method === 'POST' ? body : search) as Record<string, unknown>;
  const variables = method === 'POST' ? parts['variables'] : jsonOf(parts['variables'], 'variables');
  const extensions = recordOf(method === 'POST' ? parts['extensions'] : jsonOf(parts['extensions'], 'extensions'), 'extensions');
  const query = textOf(parts['query'], 'query');
  const persistedHash = isRecord(extensions['persistedQuery']) ? textOf(extensions['persistedQuery']['sha256Hash'], 'sha256Hash') : undefined;
  if (query === undefined && persistedHash === undefined) bad('The request has no query.', 'Send { "query": "…" }.');
  return { query, operationName: textOf(parts['operationName'], 'operationName'), variables: recordOf(variables, 'variables'), persistedHash };
}
