// npm run bench -- install: 50 artifacts from a lockfile into an empty folder with a warm store, beside `npm ci` of as many and as large packages from a registry on this machine with a warm cache.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { packFiles } from '@gati/archive';
import { signUp } from '../src/client.ts';
import { createPerson, moduleFiles } from '../src/gati.ts';
import { startRegistry } from '../src/registry.ts';
import { ms, percentile, table } from './percentiles.ts';

const packages = 50;
const filesEach = 10;
const fileSizeBytes = 8_000;
const rounds = Number(process.argv[2] ?? 7);
const goal = 1;

const text = (seed: number): string =>
  Array.from(
    { length: fileSizeBytes / 40 },
    (_, line) => `export const v${line} = '${(Math.imul(seed + 1, line + 17) >>> 0).toString(36).padStart(8, '0')}';\n`,
  )
    .join('')
    .slice(0, fileSizeBytes);
const sources = (index: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: filesEach }, (_, file) => [file === 0 ? 'index.js' : `lib/file-${file}.js`, text(index * filesEach + file)]));

/** The peer's registry: packages and tarballs from memory, as a registry beside the client would give them. */
async function startNpmRegistry() {
  const tarballs = new Map<string, Buffer>();
  const documents = new Map<string, object>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1);
    const tarball = tarballs.get(path);
    if (tarball)
      return void response.writeHead(200, { 'content-type': 'application/octet-stream', 'cache-control': 'public, max-age=31536000, immutable' }).end(tarball);
    const document = documents.get(path);
    if (!document) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const lock: Record<string, object> = {};
  for (let index = 0; index < packages; index++) {
    const name = `bench-package-${index}`;
    const files = { 'package.json': JSON.stringify({ name, version: '1.0.0', main: 'index.js' }), 'README.md': `# ${name}\n`, ...sources(index) };
    const packed = await packFiles(
      Object.entries(files).map(([path, content]) => ({
        path: `package/${path}`,
        content: new Uint8Array(Buffer.from(content)),
        sizeBytes: Buffer.byteLength(content),
        isExecutable: false,
      })),
    );
    const bytes = Buffer.from(packed.bytes);
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    const path = `${name}/-/${name}-1.0.0.tgz`;
    tarballs.set(path, bytes);
    const dist = { tarball: `${url}/${path}`, integrity };
    documents.set(name, { name, 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': { name, version: '1.0.0', dist } } });
    lock[`node_modules/${name}`] = { version: '1.0.0', resolved: dist.tarball, integrity };
  }
  const dependencies = Object.fromEntries(Array.from({ length: packages }, (_, index) => [`bench-package-${index}`, '1.0.0']));
  return {
    url,
    dependencies,
    lock: { name: 'app', version: '1.0.0', lockfileVersion: 3, requires: true, packages: { '': { name: 'app', version: '1.0.0', dependencies }, ...lock } },
    close: () => server.close(),
  };
}

const registry = await startRegistry();
const person = await createPerson(registry.url);
const npm = await startNpmRegistry();
try {
  const ada = await signUp(registry.url, 'ada');
  const must = (result: { code: number | null; stderr: string }) => {
    if (result.code !== 0) throw new Error(result.stderr);
  };
  must(await person.gati(['login', '--handle', 'ada', '--password-stdin'], { input: ada.password }));
  must(await person.gati(['keys', 'generate', '--register', '@ada']));
  // Several at once, each followed to its end, so that everything is there before the first install.
  for (let from = 0; from < packages; from += 5) {
    const indices = Array.from({ length: Math.min(5, packages - from) }, (_, offset) => from + offset);
    const folders = await Promise.all(
      indices.map((index) => person.folder(`package-${index}`, moduleFiles(`@ada/bench-${index}`, '1.0.0', {}, sources(index)))),
    );
    (await Promise.all(folders.map((folder) => person.gati(['publish', folder])))).forEach(must);
  }

  const warm = await person.folder('warm');
  must(await person.gati(['install', ...Array.from({ length: packages }, (_, index) => `@ada/bench-${index}`)], { cwd: warm }));
  const npmCache = join(person.home, 'npm-cache');
  const npmApp = await person.folder('npm-app', {
    'package.json': { name: 'app', version: '1.0.0', dependencies: npm.dependencies },
    'package-lock.json': npm.lock,
  });
  // Not spawnSync: the peer's registry answers from this very process.
  const npmCi = async (cwd: string): Promise<number> => {
    const startedAt = performance.now();
    const child = spawn('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '--loglevel=error'], {
      cwd,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: person.home,
        npm_config_cache: npmCache,
        npm_config_registry: npm.url,
        npm_config_update_notifier: 'false',
      },
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`npm ci ended with ${code}`);
    return performance.now() - startedAt;
  };
  await npmCi(npmApp);

  const measured = { gati: [] as number[], npm: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const target = await person.folder(`round-${round}`);
    for (const name of ['gati.json', 'gati.lock.json']) await cp(join(warm, name), join(target, name));
    const startedAt = performance.now();
    must(await person.gati(['install', '--frozen'], { cwd: target }));
    measured.gati.push(performance.now() - startedAt);
    const peer = join(person.home, `npm-round-${round}`);
    await mkdir(peer);
    for (const name of ['package.json', 'package-lock.json']) await writeFile(join(peer, name), await readFile(join(npmApp, name)));
    measured.npm.push(await npmCi(peer));
    // Removed with the person's home at the end: after deletions ext4 without a journal looks long for a free inode (`recently_deleted`), which would measure the cleaning.
  }
  const ratio = percentile(measured.gati, 0.5) / percentile(measured.npm, 0.5);
  console.log(
    `${packages} packages of ${filesEach} files, ${(filesEach * fileSizeBytes) / 1_000} kB each, from a lockfile into an empty folder, store and cache warm, ${rounds} rounds in turns\n`,
  );
  console.log(
    table(
      ['', 'p50', 'min', 'max'],
      [
        ['gati install --frozen', ...[0.5, 0, 1].map((share) => ms(percentile(measured.gati, share || 0.0001)))],
        ['npm ci', ...[0.5, 0, 1].map((share) => ms(percentile(measured.npm, share || 0.0001)))],
      ],
    ),
  );
  console.log(`\nratio ${ratio.toFixed(2)} (goal ≤ ${goal}): ${ratio <= goal ? 'met' : 'MISSED'}`);
  if (ratio > goal) process.exitCode = 1;
} finally {
  npm.close();
  await person.leave();
  await registry.stop();
}
