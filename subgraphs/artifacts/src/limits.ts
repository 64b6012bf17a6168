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
  /** How old the bytes of an unfinished push must be before the sweep may take them. */
  readonly orphanAgeMs: number;
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
};
