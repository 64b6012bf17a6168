import { readFileSync } from 'node:fs';
import { defineSubgraph } from '@gati/subgraph';
import { artifact } from './graphql/artifact.ts';
import { contextFor } from './graphql/context.ts';
import { setTag } from './graphql/mutation/set-tag.ts';
import { starArtifact } from './graphql/mutation/star-artifact.ts';
import { unpublishVersion } from './graphql/mutation/unpublish-version.ts';
import { unstarArtifact } from './graphql/mutation/unstar-artifact.ts';
import { unyankVersion } from './graphql/mutation/unyank-version.ts';
import { updateArtifact } from './graphql/mutation/update-artifact.ts';
import { yankVersion } from './graphql/mutation/yank-version.ts';
import { namespace } from './graphql/namespace.ts';
import { artifact as artifactByName } from './graphql/query/artifact.ts';
import { resolve } from './graphql/query/resolve.ts';
import { search } from './graphql/query/search.ts';
import { suggest } from './graphql/query/suggest.ts';
import { validatePublish } from './graphql/query/validate-publish.ts';
import { indexingProgress } from './graphql/subscription/indexing-progress.ts';
import { version } from './graphql/version.ts';
import type { ReadSide } from './read-side.ts';

/** The GraphQL skin of the artifacts context. */
export const createArtifactsSubgraph = (artifacts: ReadSide) =>
  defineSubgraph({
    name: 'artifacts',
    typeDefs: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
    resolvers: {
      Query: { artifact: artifactByName, search, suggest, validatePublish, resolve },
      Mutation: { setTag, yankVersion, unyankVersion, unpublishVersion, updateArtifact, starArtifact, unstarArtifact },
      Subscription: { indexingProgress },
      Artifact: artifact,
      Version: version,
      Namespace: namespace,
    },
    contextFor: (request) => contextFor(artifacts, request),
  });
