import { readFileSync } from 'node:fs';
import { defineSubgraph } from '@gati/subgraph';
import { contextFor } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';
import type { Namespaces } from './index.ts';

/** The GraphQL skin of the namespaces context. */
export const createNamespacesSubgraph = (namespaces: Namespaces) =>
  defineSubgraph({
    name: 'namespaces',
    typeDefs: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
    resolvers,
    contextFor: (request) => contextFor(namespaces, request),
  });
