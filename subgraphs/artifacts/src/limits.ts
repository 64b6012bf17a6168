/** Bounds of the write side. Sizes are bytes. */
export interface ArtifactLimits {
  /** One blob; a model of 5 GB must pass. */
  readonly blobSizeBytes: number;
  /** One manifest (Distribution Specification 1.1, "Pushing Manifests": at least 4 MiB should be taken, and a registry may refuse more). */
  readonly manifestSizeBytes: number;
  /** The config that holds a Gati manifest. */
  readonly gatiManifestSizeBytes: number;
  /** Upload sessions that one account has open at once. */
  readonly openUploadsPerAccount: number;
  /** An upload that nobody has begun to finish by then is forgotten. */
  readonly uploadLifetimeMs: number;
  /** What was pushed and never admitted goes after that time. */
  readonly stagedLifetimeMs: number;
  /** The grace of a collection: how old the bytes of an unfinished push, and what lost its subject, must be before they may go. */
  readonly orphanAgeMs: number;
  /** What each namespace may store, unless an administrator allows it another amount; null for no limit. */
  readonly namespaceQuotaBytes: number | null;
  /** How fast a scrub reads, so that others have most of the disk. */
  readonly scrubBytesPerSecond: number;
  /** Every blob is looked at once in that time, if the rate allows it. */
  readonly scrubEveryMs: number;
  /** One run of the scrub ends after that time, and the next one goes on. */
  readonly scrubRunMs: number;
}

const day = 24 * 60 * 60 * 1000;

export const artifactLimits: ArtifactLimits = {
  blobSizeBytes: 16 * 1024 ** 3,
  manifestSizeBytes: 4 * 1024 ** 2,
  gatiManifestSizeBytes: 1024 ** 2,
  openUploadsPerAccount: 500,
  uploadLifetimeMs: day,
  stagedLifetimeMs: 7 * day,
  orphanAgeMs: day,
  namespaceQuotaBytes: null,
  scrubBytesPerSecond: 20 * 1024 ** 2,
  scrubEveryMs: 14 * day,
  scrubRunMs: 10 * 60 * 1000,
};
