import type { Principal } from '@gati/authority';
import { bindJob, type BoundJob } from '@gati/jobs';
import { indexArtifact as indexArtifactJob } from './jobs/index-artifact.ts';
import { indexCounters as indexCountersJob } from './jobs/index-counters.ts';
import { indexNamespace as indexNamespaceJob } from './jobs/index-namespace.ts';
import type { ReadSideDependencies } from './read-ports.ts';
import { createReader, type Reader } from './reader.ts';
import { searchDocuments } from './repository/search-documents.ts';
import { deprecateVersions } from './use-cases/deprecate-versions.ts';
import { followIndexing } from './use-cases/follow-indexing.ts';
import { grantAccess, listAccess, revokeAccess } from './use-cases/grant-access.ts';
import { indexArtifact, indexDocument } from './use-cases/index-artifact.ts';
import { listNamespaceArtifacts } from './use-cases/list-namespace-artifacts.ts';
import { readBadge } from './use-cases/read-badge.ts';
import { readReadmes } from './use-cases/read-readme.ts';
import { rebuildSearch } from './use-cases/rebuild-search.ts';
import { resolveDependencies } from './use-cases/resolve-dependencies.ts';
import { searchArtifacts } from './use-cases/search-artifacts.ts';
import { setTag } from './use-cases/set-tag.ts';
import { starArtifact, unstarArtifact } from './use-cases/star-artifact.ts';
import { suggest } from './use-cases/suggest.ts';
import { acceptTransfer, cancelTransfer, transferArtifact } from './use-cases/transfer-artifact.ts';
import { unpublishVersion } from './use-cases/unpublish-version.ts';
import { unyankVersion } from './use-cases/unyank-version.ts';
import { updateArtifact } from './use-cases/update-artifact.ts';
import { validatePublish } from './use-cases/validate-publish.ts';
import { findVersion, readableArtifacts, readableVersions, selectVersion, versionFacts } from './use-cases/version-facts.ts';
import { yankVersion } from './use-cases/yank-version.ts';

/** Below the 5 s after which a lost right must have ended a stream: the look itself takes time too. */
const recheckEveryMsDefault = 4_000;

/** What is read, searched, resolved and managed of artifacts; doors, jobs and other contexts see nothing else of it. */
export function createReadSide(dependencies: ReadSideDependencies) {
  const shared = { ...dependencies, recheckEveryMs: dependencies.recheckEveryMs ?? recheckEveryMsDefault };
  const jobs: readonly BoundJob[] = [
    bindJob(indexArtifactJob, { indexArtifact: indexArtifact(shared) }),
    bindJob(indexCountersJob, { indexDocument: indexDocument(shared) }),
    bindJob(indexNamespaceJob, { artifactIdsOf: searchDocuments(shared.tables).idsOfNamespace, indexDocument: indexDocument(shared) }),
  ];

  return {
    /** A reader for one caller and one request. */
    readerFor: (principal: Principal): Reader => createReader(shared)(principal),
    readReadmes: readReadmes(shared),
    readBadge: readBadge(shared),
    listNamespaceArtifacts: listNamespaceArtifacts(shared),
    searchArtifacts: searchArtifacts(shared),
    suggest: suggest(shared),
    resolveDependencies: resolveDependencies(shared),
    validatePublish: validatePublish(shared),
    setTag: setTag(shared),
    yankVersion: yankVersion(shared),
    unyankVersion: unyankVersion(shared),
    unpublishVersion: unpublishVersion(shared),
    deprecateVersions: deprecateVersions(shared),
    transferArtifact: transferArtifact(shared),
    acceptTransfer: acceptTransfer(shared),
    cancelTransfer: cancelTransfer(shared),
    grantAccess: grantAccess(shared),
    revokeAccess: revokeAccess(shared),
    listAccess: listAccess(shared),
    updateArtifact: updateArtifact(shared),
    starArtifact: starArtifact(shared),
    unstarArtifact: unstarArtifact(shared),
    followIndexing: followIndexing(shared),
    versionFacts: versionFacts(shared),
    readableVersions: readableVersions(shared),
    readableArtifacts: readableArtifacts(shared),
    findVersion: findVersion(shared),
    selectVersion: selectVersion(shared),
    rebuildSearch: rebuildSearch(shared),
    jobs,
  };
}

export type ReadSide = ReturnType<typeof createReadSide>;
