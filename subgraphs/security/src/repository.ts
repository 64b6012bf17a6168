/** The tables of this context, and no others: each part takes a `Pick` of the models that it may reach. */
export { billsOfMaterials } from './repository/bills-of-materials.ts';
export { malwareVerdicts, type MalwareVerdict } from './repository/malware-verdicts.ts';
export { quarantinedVersions, type QuarantinedVersion, type QuarantinePosition } from './repository/quarantined-versions.ts';
export { findings, scans, type EngineState, type FindingPosition, type ScanRow } from './repository/scans.ts';
export { scanProgress, type Guard, type NewProgress } from './repository/scan-progress.ts';
export { signatures, type ManifestKey, type NewSignature, type SignatureRow } from './repository/signatures.ts';
export { signingKeys, type SigningKeyRow } from './repository/signing-keys.ts';
