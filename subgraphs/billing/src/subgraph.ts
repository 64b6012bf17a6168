import { readFileSync } from 'node:fs';
import { defineSubgraph } from '@gati/subgraph';
import { artifact } from './graphql/artifact.ts';
import { contextFor, type Ports } from './graphql/context.ts';

/** The GraphQL skin of the billing context. */
export const createBillingSubgraph = (ports: Ports) =>
  defineSubgraph({
    name: 'billing',
    typeDefs: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
    resolvers: { Artifact: artifact },
    contextFor: ({ principal }) => contextFor(ports, principal),
  });
