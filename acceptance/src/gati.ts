import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectFolder } from './process.ts';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** standard output as one JSON document. */
  readonly json: () => any;
}

/** A person at a terminal: a home folder of their own, in which the command keeps its login, pins and store. */
export interface Person {
  readonly home: string;
  /** Makes a folder with these files. */
  readonly folder: (name: string, files?: Readonly<Record<string, string | Uint8Array | object>>) => Promise<string>;
  readonly gati: (
    parameters: readonly string[],
    options?: {
      readonly cwd?: string;
      readonly input?: string;
      readonly environment?: Readonly<Record<string, string>>;
      readonly onStart?: (running: { readonly kill: (signal: NodeJS.Signals) => void; readonly stderr: () => string }) => void;
    },
  ) => Promise<CommandResult>;
  readonly leave: () => Promise<void>;
}

export async function createPerson(registryUrl: string): Promise<Person> {
  const home = await mkdtemp(join(tmpdir(), 'gati-person-'));
  return {
    home,
    folder: async (name, files = {}) => {
      const folder = join(home, name);
      await mkdir(folder, { recursive: true });
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), typeof content === 'string' || content instanceof Uint8Array ? content : `${JSON.stringify(content, null, 2)}\n`);
      }
      return folder;
    },
    gati: (parameters, { cwd = home, input, environment = {}, onStart } = {}) =>
      new Promise((resolve, reject) => {
        const env = {
          PATH: process.env['PATH'] ?? '',
          HOME: home,
          XDG_CONFIG_HOME: join(home, 'config'),
          XDG_CACHE_HOME: join(home, 'cache'),
          GATI_REGISTRY: registryUrl,
          COSIGN_PASSWORD: '',
          NO_COLOR: '1',
          ...environment,
        };
        const child = spawn(process.execPath, [join(projectFolder, 'packages', 'cli', 'bin', 'gati.js'), ...parameters], {
          cwd,
          env,
          stdio: ['pipe', 'pipe', 'pipe'],
        });
        let [stdout, stderr] = ['', ''];
        child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text));
        child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
        child.once('error', reject);
        child.once('close', (code) => resolve({ code, stdout, stderr, json: () => parseJson(stdout, stderr) }));
        child.stdin.end(input ?? '');
        onStart?.({ kill: (signal) => void child.kill(signal), stderr: () => stderr });
      }),
    leave: () => rm(home, { recursive: true, force: true }),
  };
}

/** A person who is signed in as this account and has a signing key that its namespace trusts. @throws with what the command said when either is refused */
export async function createPublisher(registryUrl: string, { handle, password }: { readonly handle: string; readonly password: string }): Promise<Person> {
  const person = await createPerson(registryUrl);
  for (const [parameters, input] of [
    [['login', '--handle', handle, '--password-stdin'], `${password}\n`],
    [['keys', 'generate', '--register', `@${handle}`], ''],
  ] as const) {
    const { code, stderr } = await person.gati(parameters, { input });
    if (code !== 0) throw new Error(`gati ${parameters.join(' ')} ended with ${code}:\n${stderr}`);
  }
  return person;
}

function parseJson(stdout: string, stderr: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`Standard output is no JSON document:\n${stdout}\n--- standard error\n${stderr}`);
  }
}

/** gati.json of a small module. */
export const moduleManifest = (name: string, version: string, more: object = {}) => ({
  name,
  version,
  type: 'module',
  description: `The module ${name}.`,
  license: 'MIT',
  keywords: ['acceptance'],
  module: { runtime: 'node', entry: 'index.js' },
  ...more,
});

/** The files of a small module. */
export const moduleFiles = (name: string, version: string, more: object = {}, files: Readonly<Record<string, string>> = {}) => ({
  'gati.json': moduleManifest(name, version, more),
  'README.md': `# ${name}\n\nA module called ${name.split('/')[1]}.\n`,
  'index.js': `export const version = '${version}';\n`,
  ...files,
});
