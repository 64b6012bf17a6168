import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { operationFromDocument, Supergraph as FederatedSupergraph } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { Logger } from '@gati/subgraph';
import type { DocumentNode, GraphQLSchema } from 'graphql';

type GatewayForServer = ApolloServerOptionsWithGateway<never>['gateway'];
/** What Apollo Server calls to have an operation executed. */
export type Executor = Awaited<ReturnType<GatewayForServer['load']>>['executor'];

/** A subgraph as the supergraph names it. */
export interface SubgraphAddress {
  readonly name: string;
  readonly url: string | undefined;
}

/** A supergraph, loaded: what may be asked, who answers, and how a question is divided among them. */
export interface Supergraph {
  readonly supergraphSdl: string;
  /** What clients may ask: without what is `@inaccessible` and without federation's own fields. */
  readonly apiSchema: GraphQLSchema;
  /** Everything: the planner's view. */
  readonly fullSchema: GraphQLSchema;
  readonly subgraphs: readonly SubgraphAddress[];
  /** @throws GraphQLError for an operation that is too recursive to plan */
  readonly plan: (document: DocumentNode, operationName: string | undefined) => QueryPlan;
  /** The loader as Apollo Server wants it, with an executor of ours in it. */
  readonly forServer: (executor: Executor) => GatewayForServer;
}

/** Alternatives that the planner weighs for one operation. Its default of 10,000 can hold the process for seconds (of the class of CVE-2025-32030). */
const plansWeighed = 1_000;

const neverAsked: GraphQLDataSource = {
  process() {
    throw new Error('the gateway executes plans itself');
  },
};

/**
 * Loads a supergraph with @apollo/gateway, which refuses one it does not understand (`for: SECURITY`), and plans with Apollo's planner.
 * @throws for a text that is no federation-2 supergraph
 */
export async function loadSupergraph(supergraphSdl: string, logger: Logger): Promise<Supergraph> {
  // Where this is not set, the loader sends usage figures to its vendor; it reads the variable when it is made.
  // eslint-disable-next-line no-restricted-syntax -- the library's own switch, which it reads from nowhere else; nothing is read here
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  const subgraphs: SubgraphAddress[] = [];
  const loader = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name, url }) => {
      subgraphs.push({ name, url });
      return neverAsked;
    },
    logger: apolloLogger(logger),
    __exposeQueryPlanExperimental: false,
  });
  const loaded = await loader.load();
  const supergraph = FederatedSupergraph.build(supergraphSdl, { validateSupergraph: false });
  const planner = new QueryPlanner(supergraph, { debug: { maxEvaluatedPlans: plansWeighed } });
  const planned = supergraph.apiSchema();

  return {
    supergraphSdl,
    apiSchema: loaded.schema,
    fullSchema: supergraph.schema.toGraphQLJSSchema(),
    subgraphs,
    plan: (document, operationName) =>
      planner.buildQueryPlan(operationFromDocument(planned, document, { ...(operationName ? { operationName } : {}), validate: false })),
    forServer: (executor) => ({
      load: async () => ({ schema: loaded.schema, executor }),
      onSchemaLoadOrUpdate: (callback) => {
        callback({ apiSchema: loaded.schema, coreSupergraphSdl: supergraphSdl });
        return () => undefined;
      },
      stop: () => loader.stop(),
    }),
  };
}

/** Apollo's loggers take one text; its news is of no interest, its warnings are. */
export const apolloLogger = (logger: Logger) => ({
  debug: () => undefined,
  info: () => undefined,
  warn: (message: unknown) => logger.warn({ from: 'apollo' }, String(message)),
  error: (message: unknown) => logger.error({ from: 'apollo' }, String(message)),
});
