export { createGateway, type ForeignGraph, type Gateway, type GatewayOptions, type GatewaySubgraph, type RegistryGraph } from './create-gateway.ts';
export { composeSupergraph, type SubgraphSchema } from './federation/compose.ts';
export { defaultLimits, type Limits } from './limits/limits.ts';
export { defaultSocketBounds, type SocketBounds } from './sockets/serve-sockets.ts';
export type { Authenticate, Charge } from './http/graphql-route.ts';
export type { OwnedRoutes } from './http/owned-routes.ts';
export type { GatewayMetrics } from './telemetry.ts';
