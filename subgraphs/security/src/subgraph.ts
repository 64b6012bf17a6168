import { readFileSync } from 'node:fs';
import { defineSubgraph } from '@gati/subgraph';
import { contextFor } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';
import type { Security } from './index.ts';

/** The GraphQL skin of the security context. */
export const createSecuritySubgraph = (security: Security) =>
  defineSubgraph({
    name: 'security',
    typeDefs: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
    resolvers,
    contextFor: (request) => contextFor(security, request),
  });
