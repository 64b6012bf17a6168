import type { Principal } from '@gati/authority';

/** Who asks, for one operation. DataLoaders are made anew for each. */
export interface SubgraphRequest {
  readonly principal: Principal;
  readonly requestId: string;
  /** The client's network address as the edge saw it; what sign-in limits count by. Those without one share a limit. */
  readonly clientAddress?: string;
}

/** A context's GraphQL skin, before it is made executable. */
export interface SubgraphModule<C = unknown> {
  /** artifacts, namespaces, security, billing or timescape. */
  readonly name: string;
  /** Text of schema.graphql. */
  readonly typeDefs: string;
  /** Resolvers by type and field; `__resolveReference(reference, context)` for entities; subscriptions as `{ subscribe, resolve }`. A field without a resolver is read from its object as a plain value, never a function or a promise. Scalars are added by makeExecutable. */
  readonly resolvers: Readonly<Record<string, unknown>>;
  /** What every resolver of one operation gets: made once for each operation. */
  readonly contextFor: (request: SubgraphRequest) => C;
}
export const defineSubgraph = <C>(module: SubgraphModule<C>): SubgraphModule<C> => module;
