import { join } from 'node:path';
import { isDigest, isSemanticVersion, parseReference, type Digest } from '@gati/identifiers';
import { isRecord, prettyJson, readJsonFile } from '../store/json-file.ts';
import { refuse } from '../refuse.ts';

/** One version as the lockfile pins it. */
export interface LockedArtifact {
  /** Of its OCI manifest. */
  readonly digest: Digest;
  readonly layers: readonly { readonly digest: Digest; readonly size: number }[];
  /** Fingerprint of the key that signed. */
  readonly signedBy: string;
  /** What was chosen for each dependency: name → version. */
  readonly dependencies: Readonly<Record<string, string>>;
}

export interface Lockfile {
  readonly lockfileVersion: 1;
  readonly registry: string;
  /** By `@acme/auth@1.2.0`. */
  readonly artifacts: Readonly<Record<string, LockedArtifact>>;
  /** What the application asked for: name → range. */
  readonly roots: Readonly<Record<string, string>>;
}

export const lockfileName = 'gati.lock.json';
export const lockKey = (name: string, version: string): string => `${name}@${version}`;

/** `@acme/auth@1.2.0` in its two parts. */
export function splitLockKey(key: string): { readonly name: string; readonly version: string } {
  const at = key.lastIndexOf('@');
  return { name: key.slice(0, at), version: key.slice(at + 1) };
}

/** The same choices give the same bytes on every machine: keys in order, two spaces, a line end. */
export const writeLockfile = (lockfile: Lockfile): string => prettyJson(lockfile);

/** @returns null when there is none @throws VALIDATION_FAILED naming every place that is wrong */
export async function readLockfile(folder: string): Promise<Lockfile | null> {
  const file = join(folder, lockfileName);
  const value = await readJsonFile(file, 'Restore it from version control, or remove it and run gati install.');
  if (value === null) return null;
  const faults = faultsOf(value);
  if (faults.length === 0) return value as unknown as Lockfile;
  throw refuse(
    'VALIDATION_FAILED',
    `${file} is damaged: ${faults.map(({ path, message }) => `${path} ${message}`).join('; ')}.`,
    ['Restore it from version control, or remove it and run gati install.'],
    { fields: faults },
  );
}

interface Fault {
  readonly path: string;
  readonly message: string;
}
const faultsMax = 20;

function faultsOf({ lockfileVersion, registry, artifacts, roots }: Record<string, unknown>): readonly Fault[] {
  if (lockfileVersion !== 1) return [{ path: '/lockfileVersion', message: 'is not 1: it was written by another version of gati' }];
  const faults: Fault[] = [];
  if (typeof registry !== 'string' || !URL.canParse(registry)) faults.push({ path: '/registry', message: 'is no address' });
  if (!isRecord(artifacts)) return [...faults, { path: '/artifacts', message: 'is no object' }];
  if (!isTextMap(roots)) faults.push({ path: '/roots', message: 'is no object of texts' });
  for (const [key, entry] of Object.entries(artifacts)) faults.push(...entryFaults(key, entry, artifacts));
  if (isTextMap(roots)) {
    const names = new Set(Object.keys(artifacts).map((key) => splitLockKey(key).name));
    for (const name of Object.keys(roots)) if (!names.has(name)) faults.push({ path: `/roots/${name}`, message: 'is not among the artifacts' });
  }
  return faults.slice(0, faultsMax);
}

const isTextMap = (value: unknown): value is Record<string, string> => isRecord(value) && Object.values(value).every((text) => typeof text === 'string');

function entryFaults(key: string, entry: unknown, artifacts: Record<string, unknown>): readonly Fault[] {
  const path = `/artifacts/${key}`;
  if (!isExactReference(key)) return [{ path, message: 'is not like @handle/name@1.0.0' }];
  if (!isRecord(entry)) return [{ path, message: 'is no object' }];
  const faults: Fault[] = [];
  if (typeof entry['digest'] !== 'string' || !isDigest(entry['digest'])) faults.push({ path: `${path}/digest`, message: 'is no digest' });
  if (typeof entry['signedBy'] !== 'string' || entry['signedBy'] === '') faults.push({ path: `${path}/signedBy`, message: 'is no fingerprint' });
  if (!Array.isArray(entry['layers']) || !entry['layers'].every(isLayer)) faults.push({ path: `${path}/layers`, message: 'is no list of { digest, size }' });
  if (!isTextMap(entry['dependencies'])) faults.push({ path: `${path}/dependencies`, message: 'is no object of texts' });
  else
    for (const [name, version] of Object.entries(entry['dependencies']))
      if (!Object.hasOwn(artifacts, lockKey(name, version)))
        faults.push({ path: `${path}/dependencies/${name}`, message: `${version} is not among the artifacts` });
  return faults;
}

const isLayer = (value: unknown): boolean =>
  isRecord(value) && typeof value['digest'] === 'string' && isDigest(value['digest']) && Number.isSafeInteger(value['size']) && (value['size'] as number) >= 0;

function isExactReference(key: string): boolean {
  const { version } = splitLockKey(key);
  try {
    return isSemanticVersion(version) && parseReference(key).selector.kind === 'version';
  } catch {
    return false;
  }
}
