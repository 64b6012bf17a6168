import { randomBytes } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestRegistry } from '@gati/testkit/registry';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createMachine, createPublisher, read, write, startSigningRegistry } from './harness.ts';

let registry: TestRegistry;
let fingerprint: string;
beforeAll(async () => {
  registry = await startSigningRegistry();
  const acme = await createPublisher(registry, 'acme');
  ({ fingerprint } = acme);
  for (const version of ['1.0.0', '1.2.0', '2.0.0', '3.0.0-rc.1']) await acme.publish({ name: '@acme/db', version });
  await acme.publish({ name: '@acme/auth', version: '1.0.0', dependencies: { '@acme/db': '^1.0.0' }, files: { 'lib/deep/a.js': 'a', 'bin/run': '#!/bin/sh' } });
  await acme.publish({ name: '@acme/auth', version: '1.1.0', dependencies: { '@acme/db': '^1.0.0' } });
  await acme.publish({ name: '@acme/web', version: '1.0.0', dependencies: { '@acme/auth': '^1.0.0', '@acme/db': '^1.0.0' } });
  await acme.publish({ name: '@acme/new', version: '1.0.0', dependencies: { '@acme/db': '^2.0.0' } });
}, 60_000);
afterAll(() => registry.stop());
afterEach(() => {
  registry.faults.tamper = (_digest, bytes) => bytes;
  registry.faults.downloadCuts.length = 0;
  registry.faults.refusesTickets = false;
  registry.forgetRequests();
});
const recordOf = (name: string, version: string) => registry.world.artifacts.get(name as never)!.versions.get(version)!;
const jsonIn = async (folder: string, file: string) => JSON.parse(await readFile(join(folder, file), 'utf8')) as Record<string, any>;

test('installs an artifact with its dependencies, verified, and writes gati.json and the lockfile', async () => {
  const { gati, folder } = await createMachine(registry);
  const ran = await gati(['install', '@acme/auth@^1', '--json']);
  expect(ran.code, ran.stderr).toBe(0);
  expect(ran.json.installed.map(({ name, version }: { name: string; version: string }) => `${name}@${version}`)).toEqual([
    '@acme/auth@1.1.0',
    '@acme/db@1.2.0',
  ]);
  expect(await jsonIn(folder, 'gati.json')).toEqual({ dependencies: { '@acme/auth': '^1' } });
  const { digest } = recordOf('@acme/auth', '1.1.0');
  const lock = await jsonIn(folder, 'gati.lock.json');
  expect(lock).toMatchObject({ lockfileVersion: 1, registry: registry.url, roots: { '@acme/auth': '^1' } });
  expect(lock['artifacts']['@acme/auth@1.1.0']).toEqual({
    digest,
    layers: [{ digest: expect.stringMatching(/^sha256:/), size: expect.any(Number) }],
    signedBy: fingerprint,
    dependencies: { '@acme/db': '1.2.0' },
  });
  expect(await readFile(join(folder, 'gati_modules/@acme/db/index.js'), 'utf8')).toContain('@acme/db@1.2.0');
});

test.each([
  ['@acme/db', '^2.0.0'],
  ['@acme/db@1.0.0', '1.0.0'],
  ['@acme/db@>=1 <2', '>=1 <2'],
])('%s is written into gati.json as %s', async (reference, range) => {
  const { gati, folder } = await createMachine(registry);
  expect((await gati(['install', reference])).code).toBe(0);
  expect(await jsonIn(folder, 'gati.json')).toEqual({ dependencies: { '@acme/db': range } });
});

test('two machines write the same bytes, and a frozen install gives the same files', async () => {
  const [one, two] = [await createMachine(registry), await createMachine(registry)];
  await one.gati(['install', '@acme/web', '@acme/db@1.0.0']);
  await two.gati(['install', '@acme/db@1.0.0']);
  await two.gati(['install', '@acme/web']);
  const lock = await readFile(join(one.folder, 'gati.lock.json'), 'utf8');
  expect(await readFile(join(two.folder, 'gati.lock.json'), 'utf8')).toBe(lock);
  const three = await createMachine(registry);
  await write(three.folder, { 'gati.json': await readFile(join(one.folder, 'gati.json'), 'utf8'), 'gati.lock.json': lock });
  const frozen = await three.gati(['install', '--frozen', '--json']);
  expect(frozen.code, frozen.stderr).toBe(0);
  expect(await read(three.folder)).toEqual(await read(one.folder));
});

test('a frozen install resolves nothing; from a warm store it asks for the keys alone', async () => {
  const machine = await createMachine(registry);
  await machine.gati(['install', '@acme/web']);
  await rm(join(machine.folder, 'gati_modules'), { recursive: true });
  registry.forgetRequests();
  expect((await machine.gati(['install', '--frozen'])).code).toBe(0);
  expect(registry.requests.map(({ operation, path }) => operation ?? path)).toEqual(['TrustedSigners']);
  await rm(machine.settings.cacheFolder, { recursive: true });
  registry.forgetRequests();
  expect((await machine.gati(['install', '--frozen'])).code).toBe(0);
  const asked = registry.requests.map(({ operation, path }) => operation ?? path);
  expect(asked).not.toContain('Resolve');
  expect(asked.some((path) => path.includes('/referrers/'))).toBe(true);
  expect(asked.filter((path) => path === '/v2/token')).toHaveLength(1);
});

test.each([
  ['a range', { dependencies: { '@acme/auth': '^1.1' } }, 'is wanted as ^1.1, and locked for ^1.1.0'],
  ['one more', { dependencies: { '@acme/auth': '^1.1.0', '@acme/db': '^1' } }, 'is in gati.json and not in the lockfile'],
  ['one less', { dependencies: {} }, 'is in the lockfile and not in gati.json'],
])('a frozen install fails when gati.json has %s that the lockfile has not', async (_case, application, said) => {
  const { gati, folder } = await createMachine(registry);
  await gati(['install', '@acme/auth']);
  await write(folder, { 'gati.json': JSON.stringify(application) });
  const before = await read(folder);
  const ran = await gati(['install', '--frozen', '--json']);
  expect(ran).toMatchObject({ code: 1, json: { error: { code: 'VALIDATION_FAILED' } } });
  expect(ran.stderr).toContain(said);
  expect(await read(folder)).toEqual(before);
});

test('a frozen install needs a lockfile', async () => {
  const { gati } = await createMachine(registry);
  expect((await gati(['install', '--frozen'])).stderr).toContain('There is no gati.lock.json');
});

test.each([
  ['no JSON', '{'],
  ['another version', '{"lockfileVersion":2}'],
  [
    'a digest that is none',
    '{"lockfileVersion":1,"registry":"http://x.test","roots":{},"artifacts":{"@a/b@1.0.0":{"digest":"sha256:1","layers":[],"signedBy":"x","dependencies":{}}}}',
  ],
  [
    'a name that leads outside',
    '{"lockfileVersion":1,"registry":"http://x.test","roots":{},"artifacts":{"@../b@1.0.0":{"digest":"x","layers":[],"signedBy":"x","dependencies":{}}}}',
  ],
  [
    'a dependency that is missing',
    `{"lockfileVersion":1,"registry":"http://x.test","roots":{},"artifacts":{"@a/b@1.0.0":{"digest":"sha256:${'a'.repeat(64)}","layers":[],"signedBy":"x","dependencies":{"@a/c":"1.0.0"}}}}`,
  ],
])('a lockfile with %s is refused', async (_case, text) => {
  const { gati, folder } = await createMachine(registry);
  await write(folder, { 'gati.lock.json': text });
  expect(await gati(['install', '--frozen', '--json'])).toMatchObject({ code: 1, json: { error: { code: 'VALIDATION_FAILED' } } });
});

test('keeps what is locked when something else is added, and chooses anew only where that stands in the way', async () => {
  const { gati, folder } = await createMachine(registry);
  await gati(['install', '@acme/auth@1.0.0', '@acme/db@1.0.0']);
  await write(folder, { 'gati.json': JSON.stringify({ dependencies: { '@acme/auth': '1.0.0', '@acme/db': '^1.0.0' } }) });
  await gati(['install', '@acme/web']);
  expect(Object.keys((await jsonIn(folder, 'gati.lock.json'))['artifacts'])).toEqual(['@acme/auth@1.0.0', '@acme/db@1.0.0', '@acme/web@1.0.0']);
});

test('a conflict names both sides and changes nothing', async () => {
  const { gati, folder } = await createMachine(registry);
  await gati(['install', '@acme/auth']);
  const before = await read(folder);
  const ran = await gati(['install', '@acme/new', '--json']);
  expect(ran).toMatchObject({ code: 1, json: { error: { code: 'DEPENDENCY_CONFLICT' } } });
  expect(await read(folder)).toEqual(before);
});

test('what is quarantined, missing or hidden is refused with its code', async () => {
  const { gati, folder } = await createMachine(registry);
  const record = recordOf('@acme/db', '2.0.0');
  Object.assign(record, { status: 'QUARANTINED', statusReason: 'its key was stolen' });
  const ran = await gati(['install', '@acme/db@2.0.0', '@acme/none', '--json']);
  Object.assign(record, { status: 'PUBLISHED', statusReason: null });
  expect(ran).toMatchObject({ code: 1, json: { error: { code: 'VERSION_QUARANTINED' } } });
  expect(ran.stderr).toContain('its key was stolen');
  expect(ran.stderr).toContain('NOT_FOUND');
  expect(await readdir(folder)).toEqual([]);
});

test('gati.json keeps its other fields, their order and its indentation', async () => {
  const { gati, folder } = await createMachine(registry);
  await write(folder, { 'gati.json': '{\n\t"type": "app",\n\t"name": "shop"\n}\n' });
  await gati(['install', '@acme/db@1.0.0']);
  expect(await readFile(join(folder, 'gati.json'), 'utf8')).toBe(
    '{\n\t"type": "app",\n\t"name": "shop",\n\t"dependencies": {\n\t\t"@acme/db": "1.0.0"\n\t}\n}\n',
  );
});

test('installing again changes nothing and asks nobody', async () => {
  const { gati, folder } = await createMachine(registry);
  await gati(['install', '@acme/auth']);
  const before = await read(folder);
  registry.forgetRequests();
  expect((await gati(['install', '--json'])).json).toMatchObject({ installed: [], removed: [], unchanged: 2 });
  expect(registry.requests).toEqual([]);
  expect(await read(folder)).toEqual(before);
});

test('a frozen install puts back what was changed and takes away what is not in the lockfile', async () => {
  const { gati, folder } = await createMachine(registry);
  await gati(['install', '@acme/auth']);
  const before = await read(folder);
  await write(folder, { 'gati_modules/@acme/auth/index.js': 'changed', 'gati_modules/@evil/extra/index.js': 'x' });
  expect((await gati(['install', '--frozen'])).code).toBe(0);
  expect(await read(folder)).toEqual(before);
});

test('remove takes an artifact away with what nothing else needs', async () => {
  const { gati, folder } = await createMachine(registry);
  await gati(['install', '@acme/auth', '@acme/db@1.2.0']);
  registry.forgetRequests();
  expect((await gati(['remove', '@acme/auth', '--json'])).json).toMatchObject({ removed: ['@acme/auth'], unchanged: 1 });
  expect(Object.keys((await jsonIn(folder, 'gati.lock.json'))['artifacts'])).toEqual(['@acme/db@1.2.0']);
  expect(await readdir(join(folder, 'gati_modules/@acme'))).toEqual(['db']);
  expect((await gati(['remove', '@acme/db'])).code).toBe(0);
  expect(await jsonIn(folder, 'gati.json')).toEqual({ dependencies: {} });
  expect((await read(folder))['gati_modules/@acme/db/index.js']).toBeUndefined();
  expect(registry.requests).toEqual([]);
  expect(await gati(['remove', '@acme/db'])).toMatchObject({ code: 1 });
});

test('outdated lists what has newer versions, and update installs those within the ranges', async () => {
  const { gati, folder } = await createMachine(registry);
  await gati(['install', '@acme/db@1.0.0']);
  await write(folder, { 'gati.json': JSON.stringify({ dependencies: { '@acme/db': '^1.0.0' } }) });
  await gati(['install']);
  expect((await gati(['outdated', '--json'])).json).toEqual({
    outdated: [{ name: '@acme/db', range: '^1.0.0', current: '1.0.0', wanted: '1.2.0', latest: '2.0.0' }],
  });
  expect((await gati(['update', '--json'])).json.installed[0]).toMatchObject({ name: '@acme/db', version: '1.2.0' });
  expect(await jsonIn(folder, 'gati.json')).toEqual({ dependencies: { '@acme/db': '^1.0.0' } });
});

test('a download that is cut off goes on and ends well', async () => {
  const { gati } = await createMachine(registry);
  registry.faults.downloadCuts.push(40, 3, 100, 1);
  const ran = await gati(['install', '@acme/web']);
  expect(ran.code, ran.stderr).toBe(0);
});

test('a large layer is unpacked in bounded pieces, and a damaged kept copy of it is downloaded anew', async () => {
  const publisher = await createPublisher(registry, 'large');
  await write(publisher.folder, {
    'big/gati.json': JSON.stringify({ name: '@large/data', version: '1.0.0', type: 'module', module: { runtime: 'node', entry: 'a.bin' } }),
  });
  const noise = randomBytes(18 * 2 ** 20);
  await writeFile(join(publisher.folder, 'big/a.bin'), noise);
  expect((await publisher.gati(['publish', 'big'])).code).toBe(0);
  const machine = await createMachine(registry);
  expect((await machine.gati(['install', '@large/data'])).code).toBe(0);
  const placed = join(machine.folder, 'gati_modules/@large/data/a.bin');
  expect((await readFile(placed)).equals(noise)).toBe(true);
  const kept = Object.entries(await read(join(machine.settings.cacheFolder, 'content'))).find(([, text]) => text.length > 2 ** 20)!;
  const file = join(machine.settings.cacheFolder, 'content', kept[0]);
  const bytes = await readFile(file);
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(file, bytes);
  const ran = await machine.gati(['install', '--frozen']);
  expect(ran.code, ran.stderr).toBe(0);
  expect((await readFile(placed)).equals(noise)).toBe(true);
}, 60_000);

test('tickets that no longer work are replaced by the repository itself', async () => {
  const { gati } = await createMachine(registry);
  registry.faults.refusesTickets = true;
  expect((await gati(['install', '@acme/auth'])).code).toBe(0);
});

test('a damaged store is noticed on reading and fetched anew', async () => {
  const machine = await createMachine(registry);
  await machine.gati(['install', '@acme/web']);
  const before = await read(machine.folder);
  for (const path of Object.keys(await read(machine.settings.cacheFolder))) await writeFile(join(machine.settings.cacheFolder, path), 'damaged');
  await rm(join(machine.folder, 'gati_modules'), { recursive: true });
  const ran = await machine.gati(['install', '--frozen']);
  expect(ran.code, ran.stderr).toBe(0);
  expect(await read(machine.folder)).toEqual(before);
});

test('interrupted, an install leaves nothing behind', async () => {
  const { gati, folder } = await createMachine(registry);
  const stop = new AbortController();
  registry.faults.tamper = (_digest, bytes) => {
    stop.abort(new Error('Interrupted.'));
    return bytes;
  };
  expect((await gati(['install', '@acme/web'], { signal: stop.signal })).code).toBe(130);
  expect(await readdir(folder)).toEqual([]);
});

test('a place that cannot be taken puts everything back', async () => {
  const { gati, folder } = await createMachine(registry);
  await gati(['install', '@acme/db@1.0.0']);
  const before = await read(folder);
  // gati.json becomes unwritable as a file at the last step.
  await rm(join(folder, 'gati.json'));
  await mkdir(join(folder, 'gati.json'));
  expect((await gati(['install', '@acme/db@1.2.0'])).code).toBe(1);
  await rm(join(folder, 'gati.json'), { recursive: true });
  await write(folder, { 'gati.json': before['gati.json']! });
  expect(await read(folder)).toEqual(before);
});

test('what a killed install left is cleared up, and never taken for a whole one', async () => {
  const { gati, folder, settings } = await createMachine(registry);
  await gati(['install', '@acme/auth']);
  const before = await read(folder);
  // Killed in the middle of putting things in place: the mark is gone, one folder is half there, the staging is left.
  await rm(join(settings.cacheFolder, 'placed'), { recursive: true });
  await rm(join(folder, 'gati_modules/@acme/db/index.js'));
  await write(folder, { 'gati_modules/.staging-left/@acme/auth/index.js': 'half' });
  expect((await gati(['install', '--json'])).json.installed).toHaveLength(2);
  expect(await read(folder)).toEqual(before);
});

test('a folder of modules that came with a clone is not believed, and what stands in one removes nothing elsewhere', async () => {
  const machine = await createMachine(registry);
  await machine.gati(['install', '@acme/auth']);
  const other = await createMachine(registry);
  await cp(machine.folder, other.folder, { recursive: true });
  await write(other.folder, {
    'gati_modules/@acme/db/index.js': 'altered',
    'gati_modules/.placed.json': JSON.stringify({ artifacts: { '../../victim': 'sha256:0' } }),
    '../victim/keep': 'precious',
  });
  expect((await other.gati(['install', '--json'])).json).toMatchObject({ installed: [{ name: '@acme/auth' }, { name: '@acme/db' }], removed: [] });
  expect(await readFile(join(other.folder, 'gati_modules/@acme/db/index.js'), 'utf8')).not.toBe('altered');
  expect(await readFile(join(other.folder, '../victim/keep'), 'utf8')).toBe('precious');
});

test.each(['gati_modules', 'gati_modules/@acme'])('a link at %s is refused, and where it leads nothing changes', async (place) => {
  const { gati, folder } = await createMachine(registry);
  const outside = join(folder, '../outside');
  await write(outside, { 'auth/secret': 'precious', '@acme/auth/secret': 'precious' });
  await mkdir(join(folder, place, '..'), { recursive: true });
  await symlink(outside, join(folder, place));
  const before = await read(outside);
  for (const more of [['@acme/auth'], ['--frozen'], []]) {
    const ran = await gati(['install', ...more]);
    if (more[0] === '@acme/auth') expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('is a link') });
    expect(await read(outside)).toEqual(before);
  }
});

test('two installs at once in one folder do not mix', async () => {
  const { gati, folder } = await createMachine(registry);
  const ran = await Promise.all([gati(['install', '@acme/auth']), gati(['install', '@acme/db@1.2.0'])]);
  expect(ran.map(({ code }) => code)).toEqual([0, 0]);
  expect(Object.keys((await jsonIn(folder, 'gati.json'))['dependencies']).sort()).toEqual(['@acme/auth', '@acme/db']);
  expect((await gati(['install', '--frozen'])).code).toBe(0);
});
