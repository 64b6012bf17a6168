import { access, constants, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ScanEngine } from '../scanner.ts';
import { objectOf, textOf } from '../components/json.ts';
import { cycloneDxOf } from './cyclonedx.ts';
import { runTrivy } from './run-trivy.ts';
import { findingsOf } from './trivy-report.ts';

export interface TrivyOptions {
  /** The program; null where there is none (`findTrivy`). */
  readonly path: string | null;
  /** Where the vulnerability database is kept: `<cacheDir>/db/trivy.db` and `metadata.json`. */
  readonly cacheDir: string;
  /** An OCI repository to fetch the database from when there is none, for example `127.0.0.1:4000/trivy/db`: its tag `2`, which is the version of the database's form. Without it nothing is fetched. */
  readonly dbRepository?: string;
  /** Fetch over plain HTTP or with a certificate that nobody signed; for a registry on the same machine. */
  readonly isInsecure?: boolean;
  /** For one run; 120,000 unless told. */
  readonly timeoutMs?: number;
}

/** Whether Trivy looks at versions here, and if not, why: shown where the engines are listed. */
export type TrivyState = { readonly engine: ScanEngine; readonly reason: null } | { readonly engine: null; readonly reason: string };

const off = (reason: string): TrivyState => ({ engine: null, reason });

/** The real Trivy over a version's bill of materials, offline: it gets a CycloneDX document in a folder of its own and never the files. Off, with the reason, where program or database is missing. Never throws. */
export async function createTrivyEngine({ path, cacheDir, dbRepository, isInsecure = false, timeoutMs = 120_000 }: TrivyOptions): Promise<TrivyState> {
  if (path === null) return off('Trivy is not installed; TRIVY_PATH names the program.');
  try {
    await access(path, constants.X_OK);
    const version = await versionOf(path);
    const found =
      (await databaseAge(cacheDir)) ?? (dbRepository === undefined ? null : await fetchDatabase(path, { cacheDir, dbRepository, isInsecure, timeoutMs }));
    if (found === null) return off('Trivy has no vulnerability database; TRIVY_DB_REPOSITORY names a repository that has one.');
    return { engine: engineOf({ path, cacheDir, version, updatedAt: found, timeoutMs }), reason: null };
  } catch (error) {
    return off(`Trivy cannot be used: ${(error as Error).message}`);
  }
}

const within = (timeoutMs: number): AbortSignal => AbortSignal.timeout(timeoutMs);

/** Of the package that brings the program, where one does. Trivy itself would take seconds to say it, and this build of it says `dev`. */
async function versionOf(path: string): Promise<string> {
  const text = await readFile(join(dirname(path), '..', '..', 'package.json'), 'utf8').catch(() => '{}');
  const { name, version } = objectOf(JSON.parse(text));
  return [textOf(name), textOf(version)].every((part) => part !== undefined) ? `${name}@${version}` : 'unknown';
}

/** When the database was made; null where there is none. */
async function databaseAge(cacheDir: string): Promise<Date | null> {
  const text = await readFile(join(cacheDir, 'db', 'metadata.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const updatedAt = new Date(textOf(objectOf(JSON.parse(text)).UpdatedAt) ?? Number.NaN);
  return Number.isNaN(updatedAt.getTime()) ? null : updatedAt;
}

async function fetchDatabase(path: string, { cacheDir, dbRepository, isInsecure, timeoutMs }: Required<Omit<TrivyOptions, 'path'>>): Promise<Date | null> {
  await mkdir(cacheDir, { recursive: true });
  // Trivy adds the tag itself, and some versions of it add a second one.
  const args = [
    'image',
    '--download-db-only',
    '--db-repository',
    dbRepository.replace(/:2$/, ''),
    '--cache-dir',
    cacheDir,
    '--no-progress',
    ...(isInsecure ? ['--insecure'] : []),
  ];
  await runTrivy(path, () => args, within(timeoutMs));
  return await databaseAge(cacheDir);
}

interface Running {
  readonly path: string;
  readonly cacheDir: string;
  readonly version: string;
  readonly updatedAt: Date;
  readonly timeoutMs: number;
}

function engineOf({ path, cacheDir, version, updatedAt, timeoutMs }: Running): ScanEngine {
  return {
    name: 'trivy',
    version,
    databaseUpdatedAt: updatedAt,
    analyse: async ({ components }, { signal, progress }) => {
      const args = async (folder: string): Promise<readonly string[]> => {
        const document = join(folder, 'bom.json');
        await writeFile(document, JSON.stringify(cycloneDxOf(components)));
        return ['sbom', '--format', 'json', '--quiet', '--offline-scan', '--skip-db-update', '--skip-java-db-update', '--cache-dir', cacheDir, document];
      };
      signal.throwIfAborted();
      // A run costs a process and seconds; nothing can be found in nothing.
      const findings = components.length === 0 ? [] : findingsOf(await runTrivy(path, args, AbortSignal.any([signal, within(timeoutMs)])), components);
      progress(100);
      return findings;
    },
  };
}
