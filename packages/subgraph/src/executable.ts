import { buildSubgraphSchema } from '@apollo/subgraph';
import { createSourceEventStream, getVariableValues, isObjectType, parse, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { createDocuments, type PreparedDocument, type RawResult } from './documents.ts';
import { toFormattedError, type ErrorMapping, type ExecutionError } from './errors.ts';
import type { Logger } from './logger.ts';
import { mapIterator } from './map-iterator.ts';
import type { SubgraphModule, SubgraphRequest } from './module.ts';
import { applyScalars } from './scalars.ts';

/** One operation for a subgraph: what POST /graphql carries, and who asks. */
export interface SubgraphOperation extends SubgraphRequest {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

/** An answer as it goes over the wire. `data` is the caller's own: it may be written into. */
export interface SubgraphResult {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** A subgraph that can be asked, in this process or behind `serveSubgraph`. */
export interface ExecutableSubgraph {
  readonly name: string;
  /** Text of its schema.graphql. */
  readonly typeDefs: string;
  readonly schema: GraphQLSchema;
  /** Executes a query or mutation. Never throws: what goes wrong is in `errors`, mapped. */
  execute(operation: SubgraphOperation): Promise<SubgraphResult>;
  /** Starts a subscription; each event gets a context of its own, so no loader remembers an older state. Never throws; `return()` of the events stops the source at once. */
  subscribe(operation: SubgraphOperation): Promise<AsyncIterableIterator<SubgraphResult> | SubgraphResult>;
}

/** What a context's GraphQL skin needs beside its module. */
export interface ExecutableOptions {
  /** Origin of the registry: where `docsUrl` points. */
  readonly publicUrl: string;
  readonly logger: Logger;
}

const isStream = (value: unknown): value is AsyncIterable<unknown> => typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** A misspelt resolver would never run, and nobody would be told. */
function assertResolversFit(schema: GraphQLSchema, { name, resolvers }: SubgraphModule): void {
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (!type) throw new Error(`The resolvers of ${name} name the type ${typeName}, which its schema lacks.`);
    if (!isObjectType(type)) continue;
    const unknown = Object.keys(fields as object).filter((field) => !field.startsWith('__') && !type.getFields()[field]);
    if (unknown.length > 0)
      throw new Error(`The resolvers of ${name} name ${unknown.map((field) => `${typeName}.${field}`).join(', ')}, which its schema lacks.`);
  }
}

/**
 * Makes a context's GraphQL skin executable: its schema with the registry's scalars, documents parsed, validated and compiled once, errors mapped to
 * `{ code, details, suggestions, docsUrl, requestId }`.
 * @throws where the module's schema or resolvers do not fit together
 */
export function makeExecutable(module: SubgraphModule, { publicUrl, logger }: ExecutableOptions): ExecutableSubgraph {
  const schema = buildSubgraphSchema({ typeDefs: parse(module.typeDefs), resolvers: module.resolvers as never });
  assertResolversFit(schema, module);
  applyScalars(schema);
  const prepare = createDocuments(schema);
  const mapping: ErrorMapping = { publicUrl, logger, subgraph: module.name };

  const refuse = (errors: readonly ExecutionError[], requestId: string): SubgraphResult => ({
    errors: errors.map((error) => toFormattedError(error, requestId, mapping)),
  });
  const mapResult = (result: RawResult, requestId: string): SubgraphResult => {
    if (!result.errors?.length) return result as SubgraphResult;
    const { errors } = refuse(result.errors, requestId);
    return { ...(result.data === undefined ? {} : { data: result.data as Record<string, unknown> | null }), errors: errors! };
  };

  async function run(prepared: PreparedDocument, rootValue: unknown, operation: SubgraphOperation): Promise<SubgraphResult> {
    const { requestId, variables } = operation;
    try {
      return mapResult(await prepared.run(rootValue, module.contextFor(operation), variables ?? {}), requestId);
    } catch (error) {
      return refuse([{ message: 'execution failed', path: [], originalError: error }], requestId);
    }
  }

  return {
    name: module.name,
    typeDefs: module.typeDefs,
    schema,

    async execute(operation) {
      const prepared = prepare(operation.query, operation.operationName);
      if ('errors' in prepared) return refuse(prepared.errors, operation.requestId);
      if (prepared.operation.operation === 'subscription') return refuse([{ message: 'Subscriptions go over the socket.' }], operation.requestId);
      return run(prepared, undefined, operation);
    },

    async subscribe(operation) {
      const { query, operationName, variables, requestId } = operation;
      const prepared = prepare(query, operationName);
      if ('errors' in prepared) return refuse(prepared.errors, requestId);
      if (prepared.operation.operation !== 'subscription') return refuse([{ message: 'Only subscriptions can be followed.' }], requestId);
      const coerced = getVariableValues(schema, prepared.operation.variableDefinitions ?? [], variables ?? {});
      if (coerced.errors) return refuse(coerced.errors, requestId);
      try {
        const source = await createSourceEventStream({
          schema,
          document: prepared.document,
          contextValue: module.contextFor(operation),
          variableValues: variables ?? {},
          operationName,
        });
        if (!isStream(source)) return refuse((source.errors ?? []) as readonly ExecutionError[], requestId);
        return mapIterator(source, {
          each: (payload) => run(prepared, payload, operation),
          failed: (error) => refuse([{ message: 'the source failed', path: [], originalError: error }], requestId),
        });
      } catch (error) {
        return refuse([{ message: 'the subscription could not start', path: [], originalError: error }], requestId);
      }
    },
  };
}
