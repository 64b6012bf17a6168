import { readFileSync } from 'node:fs';
import { defineSubgraph } from '@gati/subgraph';
import { accessGrant } from './graphql/access-grant.ts';
import { artifact } from './graphql/artifact.ts';
import { contextFor, type Shown } from './graphql/context.ts';
import { deprecation } from './graphql/deprecation.ts';
import { acceptTransfer } from './graphql/mutation/accept-transfer.ts';
import { cancelTransfer } from './graphql/mutation/cancel-transfer.ts';
import { collectGarbage } from './graphql/mutation/collect-garbage.ts';
import { deprecateVersions } from './graphql/mutation/deprecate-versions.ts';
import { grantAccess } from './graphql/mutation/grant-access.ts';
import { revokeAccess } from './graphql/mutation/revoke-access.ts';
import { setNamespaceQuota } from './graphql/mutation/set-namespace-quota.ts';
import { setTag } from './graphql/mutation/set-tag.ts';
import { starArtifact } from './graphql/mutation/star-artifact.ts';
import { transferArtifact } from './graphql/mutation/transfer-artifact.ts';
import { unpublishVersion } from './graphql/mutation/unpublish-version.ts';
import { unstarArtifact } from './graphql/mutation/unstar-artifact.ts';
import { unyankVersion } from './graphql/mutation/unyank-version.ts';
import { updateArtifact } from './graphql/mutation/update-artifact.ts';
import { yankVersion } from './graphql/mutation/yank-version.ts';
import { namespace } from './graphql/namespace.ts';
import { artifact as artifactByName } from './graphql/query/artifact.ts';
import { resolve } from './graphql/query/resolve.ts';
import { search } from './graphql/query/search.ts';
import { storeReports } from './graphql/query/store-reports.ts';
import { suggest } from './graphql/query/suggest.ts';
import { validatePublish } from './graphql/query/validate-publish.ts';
import { indexingProgress } from './graphql/subscription/indexing-progress.ts';
import { version } from './graphql/version.ts';

/** The GraphQL skin of the artifacts context. */
export const createArtifactsSubgraph = (artifacts: Shown) =>
  defineSubgraph({
    name: 'artifacts',
    typeDefs: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
    resolvers: {
      Query: { artifact: artifactByName, search, suggest, validatePublish, resolve, storeReports },
      Mutation: {
        setTag,
        yankVersion,
        unyankVersion,
        unpublishVersion,
        deprecateVersions,
        transferArtifact,
        acceptTransfer,
        cancelTransfer,
        grantAccess,
        revokeAccess,
        updateArtifact,
        starArtifact,
        unstarArtifact,
        collectGarbage,
        setNamespaceQuota,
      },
      Subscription: { indexingProgress },
      Artifact: artifact,
      AccessGrant: accessGrant,
      Version: version,
      Deprecation: deprecation,
      Namespace: namespace,
    },
    contextFor: (request) => contextFor(artifacts, request),
  });
