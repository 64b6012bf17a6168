import { readFileSync } from 'node:fs';
import { defineSubgraph } from '@gati/subgraph';
import { artifact } from './graphql/artifact.ts';
import { compareVersions } from './graphql/compare-versions.ts';
import { contextFor, type Ports } from './graphql/context.ts';

/** The GraphQL skin of the timescape context. */
export const createTimescapeSubgraph = (ports: Ports) =>
  defineSubgraph({
    name: 'timescape',
    typeDefs: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
    resolvers: { Query: { compareVersions }, Artifact: artifact },
    contextFor: ({ principal }) => contextFor(ports, principal),
  });
