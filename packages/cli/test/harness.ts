import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { temporaryFolder } from '@gati/testkit/folder';
import { cosignSignatures, materialToJson } from '@gati/signatures';
import { startTestRegistry, type TestRegistry } from '@gati/testkit/registry';
import { run } from '../src/run.ts';
import type { Settings } from '../src/settings.ts';

/** A registry that judges signatures as the real one does. */
export const startSigningRegistry = (): Promise<TestRegistry> => startTestRegistry({ ...cosignSignatures, materialToJson });

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The pages that were opened in a browser. */
  readonly opened: readonly string[];
  /** stdout as the one JSON document it has to be. */
  readonly json: any;
}

export interface Machine {
  /** Where a user works. */
  readonly folder: string;
  readonly settings: Settings;
  /** Runs one command line. */
  readonly gati: (
    words: readonly string[],
    how?: {
      readonly in?: string;
      readonly stdin?: string;
      readonly settings?: Partial<Settings>;
      readonly signal?: AbortSignal;
      /** Whether somebody sits at a terminal; default: nobody. */
      readonly isTerminal?: boolean;
    },
  ) => Promise<Ran>;
}

/** A machine of its own: working folder, configuration, cache. */
export async function createMachine(registry: TestRegistry, settings: Partial<Settings> = {}): Promise<Machine> {
  const home = await temporaryFolder();
  const folder = join(home, 'work');
  await mkdir(folder);
  const own: Settings = {
    registry: registry.url,
    token: undefined,
    idTokenRequest: null,
    idToken: undefined,
    configFolder: join(home, 'config'),
    cacheFolder: join(home, 'cache'),
    keyPassword: 'secret',
    mayColour: false,
    mayOpenBrowser: true,
    ...settings,
  };
  return {
    folder,
    settings: own,
    gati: async (words, how = {}) => {
      const written = { stdout: '', stderr: '', opened: [] as string[] };
      const code = await run(words, {
        settings: { ...own, ...how.settings },
        workingFolder: how.in ?? folder,
        stdin: Object.assign(Readable.from(how.stdin === undefined ? [] : [Buffer.from(how.stdin)]), {
          isTTY: how.isTerminal ?? false,
        }) as unknown as NodeJS.ReadStream,
        stdout: { write: (text) => (written.stdout += text) },
        stderr: { write: (text) => (written.stderr += text), isTTY: how.isTerminal ?? false },
        signal: how.signal ?? new AbortController().signal,
        version: '0.0.0',
        openBrowser: (address) => Promise.resolve(void written.opened.push(address)),
      });
      return {
        code,
        ...written,
        get json() {
          return JSON.parse(written.stdout) as unknown;
        },
      };
    },
  };
}

/** Writes files below a folder. */
export async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Everything below a folder: path → text; for comparisons. */
export async function read(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(await Promise.all(files.sort().map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const)));
}

export interface PackageParts {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

/** A publisher with an account, a login and a key that is registered; publishes with the real command. */
export async function createPublisher(registry: TestRegistry, handle: string) {
  const machine = await createMachine(registry);
  registry.world.signUp(handle, 'correct horse');
  const signedIn = await machine.gati(['login', '--handle', handle, '--password-stdin'], { stdin: 'correct horse\n' });
  if (signedIn.code !== 0) throw new Error(signedIn.stderr);
  const made = await machine.gati(['keys', 'generate', '--register', `@${handle}`, '--json']);
  if (made.code !== 0) throw new Error(made.stderr);
  let count = 0;
  return {
    ...machine,
    fingerprint: (made.json as { fingerprint: string }).fingerprint,
    publish: async ({ files = {}, ...manifest }: PackageParts, options: readonly string[] = []): Promise<Ran> => {
      const folder = join(machine.folder, `package-${++count}`);
      await write(folder, {
        'gati.json': JSON.stringify({ ...manifest, type: 'module', module: { runtime: 'node', entry: 'index.js' } }, null, 2),
        'index.js': `export const name = '${manifest.name}@${manifest.version}';\n`,
        'README.md': `# ${manifest.name}\n`,
        ...files,
      });
      return machine.gati(['publish', folder, '--json', ...options]);
    },
  };
}
