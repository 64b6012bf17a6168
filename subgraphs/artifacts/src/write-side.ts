import type { FactsFor } from '@gati/authority';
import type { BlobStore } from '@gati/blob-store';
import type { Clock, MakeId } from '@gati/clock';
import type { Digest } from '@gati/identifiers';
import { bindJob, type BoundJob } from '@gati/jobs';
import { createAccess } from './access.ts';
import { askedTogether, callerKey } from './asked-together.ts';
import { createRoomCheck } from './assert-room.ts';
import { createDownloadCounter } from './count-downloads.ts';
import { createMetadataExtractor, type ExtractMetadata } from './extract-metadata.ts';
import { collectGarbage as collectGarbageJob } from './jobs/collect-garbage.ts';
import { purgeCache as purgeCacheJob } from './jobs/purge-cache.ts';
import { reconcileStore as reconcileStoreJob } from './jobs/reconcile-store.ts';
import { scrubStore as scrubStoreJob } from './jobs/scrub-store.ts';
import { tellOfFault as tellOfFaultJob } from './jobs/tell-of-fault.ts';
import { warmCache as warmCacheJob } from './jobs/warm-cache.ts';
import { artifactLimits, type ArtifactLimits } from './limits.ts';
import { createBlobOpening } from './open-blob.ts';
import type {
  Audit,
  ContentCache,
  EmitIn,
  EntitlementsOf,
  IsAdministrator,
  NamespaceByHandle,
  RecordVersion,
  Tables,
  TellOwners,
  Transact,
  TrustedCarriersOf,
} from './ports.ts';
import { createVersionPreparation } from './prepare-version.ts';
import { manifests } from './repository/manifests.ts';
import { createTicketSigner } from './rules/download-tickets.ts';
import { textOf } from './rules/tags.ts';
import { createEntitlementCheck } from './serving.ts';
import { setAsideBlob } from './set-aside-blob.ts';
import { listUpkeepReports, requestCollection } from './use-cases/administer-upkeep.ts';
import { admitManifest } from './use-cases/admit-manifest.ts';
import { appendUpload } from './use-cases/append-upload.ts';
import { cancelUpload } from './use-cases/cancel-upload.ts';
import { collectGarbage } from './use-cases/collect-garbage.ts';
import { deleteBlob } from './use-cases/delete-blob.ts';
import { deleteManifest } from './use-cases/delete-manifest.ts';
import { deleteTag } from './use-cases/delete-tag.ts';
import { finishUpload } from './use-cases/finish-upload.ts';
import { issueDownloadTicket } from './use-cases/issue-download-ticket.ts';
import { listReferrers } from './use-cases/list-referrers.ts';
import { listTags } from './use-cases/list-tags.ts';
import { manifestByDigest, manifestForAdmission } from './use-cases/manifest-for-admission.ts';
import { mountBlob } from './use-cases/mount-blob.ts';
import { purgeCache } from './use-cases/purge-cache.ts';
import { pushManifest } from './use-cases/push-manifest.ts';
import { quarantineVersions } from './use-cases/quarantine-versions.ts';
import { readBlob } from './use-cases/read-blob.ts';
import { readManifest } from './use-cases/read-manifest.ts';
import { readStorage } from './use-cases/read-storage.ts';
import { readUpload } from './use-cases/read-upload.ts';
import { receiveBlob } from './use-cases/receive-blob.ts';
import { receiveUpload } from './use-cases/receive-upload.ts';
import { redeemDownloadTicket } from './use-cases/redeem-download-ticket.ts';
import { reconcileStore } from './use-cases/reconcile-store.ts';
import { scrubStore } from './use-cases/scrub-store.ts';
import { setQuota } from './use-cases/set-quota.ts';
import { signatureCarriersOf } from './use-cases/signature-carriers.ts';
import { signPart } from './use-cases/sign-part.ts';
import { startUpload } from './use-cases/start-upload.ts';
import { tellOfFault } from './use-cases/tell-of-fault.ts';
import { versionsSignedBy } from './use-cases/versions-signed-by.ts';
import { warmCache } from './use-cases/warm-cache.ts';
import { createUploadWriting } from './write-upload.ts';

export interface WriteSideDependencies {
  /** Outside of transactions. */
  readonly tables: Tables;
  readonly transaction: Transact;
  readonly emitIn: EmitIn;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly blobs: BlobStore;
  /** Of the installation: tickets and the hashes of downloaders get keys derived from it. */
  readonly secret: string;
  /** Where bytes of publishers are served (`GATI_CONTENT_URL`, else `PUBLIC_URL`), without a slash at its end. */
  readonly contentOrigin: string;
  readonly factsFor: FactsFor;
  readonly namespaceByHandle: NamespaceByHandle;
  readonly audit: Audit;
  readonly entitlementsOf: EntitlementsOf;
  readonly recordVersion: RecordVersion;
  readonly trustedCarriersOf: TrustedCarriersOf;
  readonly tellOwners: TellOwners;
  readonly isAdministrator: IsAdministrator;
  /** Reads layers as archives unless told otherwise. */
  readonly extractMetadata?: ExtractMetadata;
  readonly limits?: Partial<ArtifactLimits>;
  /** null where clients reach the registry directly. */
  readonly contentCache?: ContentCache | null;
  /** Told of what went wrong behind the back of a request: a batch of downloads that could not be written. */
  readonly onProblem: (error: unknown) => void;
}

/** What pushes, pulls by OCI, admissions and downloads can do; doors, jobs and other contexts see nothing else of it. */
export function createWriteSide(dependencies: WriteSideDependencies) {
  const { tables, transaction, clock, secret, blobs, contentOrigin, contentCache = null, onProblem } = dependencies;
  const limits: ArtifactLimits = { ...artifactLimits, ...dependencies.limits };
  const access = createAccess(dependencies);
  const assertEntitled = createEntitlementCheck(dependencies.entitlementsOf);
  const signer = createTicketSigner(secret);
  const prepareVersion = createVersionPreparation({ store: blobs, extractMetadata: dependencies.extractMetadata ?? createMetadataExtractor(blobs), limits });
  const downloads = createDownloadCounter({ tables, transaction, clock, secret, onProblem });
  const assertRoom = createRoomCheck({ tables, limits });
  const writeUpload = createUploadWriting({ ...dependencies, access, sizeOf: blobs.sizeOf });
  const setAside = setAsideBlob({ ...dependencies, store: blobs });
  const shared = { ...dependencies, access, limits, assertEntitled, assertRoom, writeUpload, prepareVersion, setAside, store: blobs };
  const contentOf = askedTogether((manifestId) => manifestId, manifests(tables).contentOf);
  const upkeep = { collectGarbage: collectGarbage(shared), scrubStore: scrubStore(shared), reconcileStore: reconcileStore(shared) };
  const jobs: readonly BoundJob[] = [
    bindJob(collectGarbageJob, { collect: upkeep.collectGarbage }),
    bindJob(scrubStoreJob, { scrub: upkeep.scrubStore }),
    bindJob(reconcileStoreJob, { reconcile: upkeep.reconcileStore }),
    bindJob(purgeCacheJob, { purge: purgeCache({ contentCache }) }),
    bindJob(warmCacheJob, { warm: warmCache({ contentCache, tables }) }),
    bindJob(tellOfFaultJob, { tell: tellOfFault(shared) }),
  ];

  return {
    limits,
    access,
    startUpload: startUpload(shared),
    appendUpload: appendUpload(shared),
    readUpload: readUpload(shared),
    receiveUpload: receiveUpload(shared),
    finishUpload: finishUpload(shared),
    cancelUpload: cancelUpload(shared),
    /** null where the store does not sign, or clients do not reach it. */
    signPart: blobs.signedPart ? signPart(shared, blobs.signedPart) : null,
    receiveBlob: receiveBlob(shared),
    mountBlob: mountBlob(shared),
    readBlob: askedTogether((principal, { name, digest }) => `${name} ${digest} ${callerKey(principal)}`, readBlob(shared)),
    deleteBlob: deleteBlob(shared),
    pushManifest: pushManifest(shared),
    readManifest: askedTogether(
      (principal, { name, reference }) => `${name} ${textOf(reference)} ${callerKey(principal)}`,
      readManifest({ ...shared, contentOf }),
    ),
    deleteManifest: deleteManifest(shared),
    deleteTag: deleteTag(shared),
    listTags: listTags(shared),
    listReferrers: listReferrers(shared),
    admitManifest: admitManifest(shared),
    manifestForAdmission: manifestForAdmission(shared),
    manifestByDigest: manifestByDigest(shared),
    signatureCarriersOf: signatureCarriersOf(shared),
    quarantineVersions: quarantineVersions(shared),
    versionsSignedBy: versionsSignedBy(shared),
    ...upkeep,
    listUpkeepReports: listUpkeepReports(shared),
    requestCollection: requestCollection({ ...shared, ...upkeep }),
    setQuota: setQuota(shared),
    readStorage: readStorage(shared),
    issueDownloadTicket: issueDownloadTicket({ signer, clock, origin: contentOrigin }),
    redeemDownloadTicket: redeemDownloadTicket({ signer, tables, clock }),
    downloads,
    openBlob: createBlobOpening({ store: blobs, setAside }),
    /** A link to the store itself, for a minute; null where the store does not sign. */
    signedBlobUrl: async (digest: Digest) => (await blobs.signedUrl?.(digest, { expiresInSeconds: 60 })) ?? null,
    readWholeBlob: blobs.read,
    jobs,
    /** Writes down what is still in memory. */
    close: downloads.close,
  };
}

export type WriteSide = ReturnType<typeof createWriteSide>;
