import { bindJob, type BoundJob } from '@gati/jobs';
import { admitManifestJob } from './jobs/admit-manifest.ts';
import { quarantineSignedLaterJob } from './jobs/quarantine-signed-later.ts';
import { scanVersionJob } from './jobs/scan-version.ts';
import type { Dependencies } from './ports.ts';
import { admitManifest } from './use-cases/admit-manifest.ts';
import { followScan } from './use-cases/follow-scan.ts';
import { quarantineSignedLater } from './use-cases/quarantine-signed-later.ts';
import { readQuarantine } from './use-cases/read-quarantine.ts';
import { readScans } from './use-cases/read-scans.ts';
import { readSignatures } from './use-cases/read-signatures.ts';
import { readSigningKeys } from './use-cases/read-signing-keys.ts';
import { carrySigners } from './use-cases/carry-signers.ts';
import { registerSigningKey } from './use-cases/register-signing-key.ts';
import { revokeSigningKey } from './use-cases/revoke-signing-key.ts';
import { scanVersion } from './use-cases/scan-version.ts';
import { trustedCarriersOf } from './use-cases/trusted-carriers-of.ts';
import { verdictsOf } from './use-cases/verdicts-of.ts';

export type { Emit, SecurityEvents } from './events.ts';
export type {
  AdmissionVerdict,
  ArtifactsPort,
  Contents,
  Dependencies as SecurityDependencies,
  Descriptor,
  Layer,
  ListContents,
  ManifestForAdmission,
  NamespacesPort,
  SignatureCarrier,
  VersionFacts,
} from './ports.ts';
export type { FollowScan, ScanEvent } from './use-cases/follow-scan.ts';
export type { VersionAttestation, VersionSignature, VersionSignatures } from './use-cases/read-signatures.ts';
export type { BillSummary } from './use-cases/read-scans.ts';
export type { RegisterSigningKey } from './use-cases/register-signing-key.ts';
export type { RevokeSigningKey } from './use-cases/revoke-signing-key.ts';
export type { FindingPosition, QuarantinePosition, QuarantinedVersion, ScanRow, SigningKeyRow } from './repository.ts';
export type { IdentifiedFinding } from './rules/findings.ts';
export { severityRank } from './rules/severity.ts';

/**
 * All that the security context can do. Doors and wiring see nothing else of it.
 * @throws Error when there is no engine, or two have one name: a scan that nothing looked at would be clean
 */
export function createSecurity(dependencies: Dependencies) {
  const names = [dependencies.malwareEngine, ...dependencies.engines].map(({ name }) => name);
  if (dependencies.engines.length === 0 || new Set(names).size !== names.length)
    throw new Error(`Scanning needs at least one engine besides the one for malware, each with a name of its own; there are ${names.join(', ')}.`);

  const useCases = {
    registerSigningKey: registerSigningKey(dependencies),
    carrySigners: carrySigners(dependencies),
    revokeSigningKey: revokeSigningKey(dependencies),
    quarantineSignedLater: quarantineSignedLater(dependencies),
    admitManifest: admitManifest(dependencies),
    scanVersion: scanVersion(dependencies),
    followScan: followScan(dependencies),
    readSigningKeys: readSigningKeys(dependencies),
    readSignatures: readSignatures(dependencies),
    readQuarantine: readQuarantine(dependencies),
    trustedCarriersOf,
    verdictsOf: verdictsOf(dependencies),
    ...readScans(dependencies),
    /** Decides the rights of the GraphQL skin, in one batch. */
    readableVersions: dependencies.artifacts.readableVersions,
  };
  const jobs: readonly BoundJob[] = [bindJob(admitManifestJob, useCases), bindJob(scanVersionJob, useCases), bindJob(quarantineSignedLaterJob, useCases)];
  return { ...useCases, jobs };
}
export type Security = ReturnType<typeof createSecurity>;
