import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { BoundedCache, toGraphQLError, type Logger } from '@gati/subgraph';
import type { Caller } from './caller.ts';
import type { PreparedOperation } from './documents.ts';
import { apolloLogger, type Supergraph } from './federation/supergraph.ts';
import type { Limits } from './limits/limits.ts';
import type { Operations } from './operations.ts';

/** What Apollo Server carries from the door to the executor. */
export interface OperationContext {
  readonly caller: Caller;
  /** Absent where the document could not be found: Apollo Server then answers by itself. */
  readonly prepared: PreparedOperation | undefined;
}

/** A cache as Apollo's packages want it, bounded by count. */
export interface KeyValueCache<V> {
  get(key: string): Promise<V | undefined>;
  set(key: string, value: V): Promise<void>;
  delete(key: string): Promise<boolean>;
}
export function keyValueCache<V>(capacity: number): KeyValueCache<V> {
  const cache = new BoundedCache<V>(capacity);
  return {
    get: async (key) => cache.get(key),
    set: async (key, value) => cache.set(key, value),
    delete: async (key) => (cache.delete(key), true),
  };
}

const documentCapacity = 500;

/**
 * Apollo Server: the protocol of requests and answers, persisted queries, CSRF prevention once more. What an operation may ask has been decided before
 * (`Documents`); what it gives comes from the executor. It reports to nobody and shows no landing page from elsewhere.
 */
export function createApollo(
  supergraph: Supergraph,
  operations: Operations,
  limits: Limits,
  persisted: KeyValueCache<string>,
  logger: Logger,
): ApolloServer<OperationContext> {
  return new ApolloServer<OperationContext>({
    gateway: supergraph.forServer(async ({ context }) => {
      const { caller, prepared } = context as OperationContext;
      if (!prepared) throw new Error('an operation reached the executor unprepared');
      const { data, errors } = await operations.execute(prepared, caller);
      return { data: data ?? null, ...(errors ? { errors: errors.map(toGraphQLError) } : {}) };
    }),
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    parseOptions: { maxTokens: limits.tokens, noLocation: true },
    persistedQueries: { cache: persisted },
    documentStore: keyValueCache(documentCapacity),
    cache: keyValueCache<string>(1),
    logger: apolloLogger(logger),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}
