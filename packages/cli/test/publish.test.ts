import { randomBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestRegistry } from '@gati/testkit/registry';
import { decryptPrivateKey, keyPairOf } from '@gati/signatures';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createMachine, createPublisher, read, write, startSigningRegistry } from './harness.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startSigningRegistry();
});
afterAll(() => registry.stop());
afterEach(() => {
  Object.assign(registry.world.settings, { findings: [], isMalicious: false });
  registry.faults.uploadCuts.length = 0;
  registry.forgetRequests();
});
const recordOf = (name: string, version: string) => registry.world.artifacts.get(name as never)?.versions.get(version);

test('makes a key pair that Cosign can open, readable by its owner alone, and registers it', async () => {
  const { gati, folder } = await createMachine(registry);
  registry.world.signUp('keyed', 'correct horse');
  await gati(['login', '--handle', 'keyed', '--password-stdin'], { stdin: 'correct horse' });
  const made = await gati(['keys', 'generate', '--register', '@keyed', '--json']);
  expect(made).toMatchObject({ code: 0, json: { algorithm: 'ECDSA_P256', registered: ['@keyed'] } });
  expect((await stat(join(folder, 'cosign.key'))).mode & 0o777).toBe(0o600);
  const opened = keyPairOf(decryptPrivateKey(await readFile(join(folder, 'cosign.key'), 'utf8'), 'secret'));
  expect(opened.publicKeyPem).toBe(await readFile(join(folder, 'cosign.pub'), 'utf8'));
  expect(registry.world.keys.get('keyed')?.[0]?.fingerprint).toBe(opened.fingerprint);
  expect((await gati(['keys', 'list'])).stdout).toContain(opened.fingerprint);
});

test('never overwrites a key', async () => {
  const { gati, folder } = await createMachine(registry);
  await gati(['keys', 'generate']);
  const before = await read(folder);
  expect(await gati(['keys', 'generate', '--json'])).toMatchObject({ code: 1, json: { error: { code: 'BAD_USER_INPUT' } } });
  expect(await read(folder)).toEqual(before);
});

test('a key that cannot be registered leaves no files', async () => {
  const { gati, folder } = await createMachine(registry);
  registry.world.signUp('other', 'correct horse');
  await gati(['login', '--handle', 'other', '--password-stdin'], { stdin: 'correct horse' });
  expect(await gati(['keys', 'generate', '--register', '@keyed', '--json'])).toMatchObject({
    code: 1,
    json: { error: { code: 'NAMESPACE_PERMISSION_DENIED' } },
  });
  expect(await read(folder)).toEqual({});
});

test('an empty password is taken with a warning', async () => {
  const { gati } = await createMachine(registry, { keyPassword: undefined });
  expect((await gati(['keys', 'generate'])).stderr).toContain('sealed with an empty password');
});

test('publishes a folder: packed, signed, admitted, scanned, searchable', async () => {
  registry.world.settings.findings = [{ kind: 'VULNERABILITY', severity: 'HIGH', title: 'Prototype pollution in lodash' }];
  const publisher = await createPublisher(registry, 'maker');
  const ran = await publisher.publish({ name: '@maker/tool', version: '1.0.0', files: { 'lib/a.js': 'a' } });
  expect(ran.code, ran.stderr).toBe(0);
  expect(ran.json).toEqual({ name: '@maker/tool', version: '1.0.0', digest: recordOf('@maker/tool', '1.0.0')?.digest, status: 'PUBLISHED', score: 60 });
  for (const step of ['upload: 2 blobs', 'pushed and signed', 'signature verified', 'published', 'Prototype pollution in lodash', 'scored', 'searchable'])
    expect(ran.stderr).toContain(step);
});

test('the address of the live page is printed as soon as the version is signed, before it is admitted, and never among the results', async () => {
  const publisher = await createPublisher(registry, 'seen');
  const ran = await publisher.publish({ name: '@seen/tool', version: '1.0.0-rc.1' });
  expect(ran.stderr).toMatch(/pushed and signed[^]*signature verified/);
  expect(ran.stderr.split('pushed and signed')[1]!.split('\n')[1]).toBe(`  live in the browser: ${registry.url}/@seen/tool/live?version=1.0.0-rc.1`);
  expect(ran.stdout).not.toContain('/live');
});

test('the same folder gives the same digest, and publishing it again does nothing', async () => {
  const publisher = await createPublisher(registry, 'again');
  const first = await publisher.publish({ name: '@again/tool', version: '1.0.0' });
  registry.forgetRequests();
  const second = await publisher.publish({ name: '@again/tool', version: '1.0.0' });
  expect(second.json).toEqual(first.json);
  expect(registry.requests.filter(({ method, path }) => path.startsWith('/v2/again') && method !== 'HEAD')).toEqual([]);
});

test('publishing the same bytes again sends what the registry lost of them, says so, and nothing else', async () => {
  const publisher = await createPublisher(registry, 'healed');
  const first = await publisher.publish({ name: '@healed/tool', version: '1.0.0' });
  const { blobs, manifests } = registry.world.repositoryAt('healed/tool');
  const { layers } = JSON.parse(Buffer.from(manifests.get(first.json.digest)!.bytes).toString()) as { layers: { digest: string }[] };
  const lost = layers[0]!.digest;
  blobs.delete(lost);

  const machine = await createMachine(registry);
  const installed = await machine.gati(['install', '@healed/tool', '--json']);
  expect(installed).toMatchObject({ code: 1, json: { error: { code: 'NOT_FOUND', details: { reference: '@healed/tool@1.0.0', digest: lost } } } });
  expect(installed.stderr).toMatch(/@healed\/tool@1\.0\.0[^]*publisher can heal it by publishing the same content again/);

  const dry = await publisher.publish({ name: '@healed/tool', version: '1.0.0' }, ['--dry-run']);
  expect(dry.code).toBe(0);
  expect(blobs.has(lost)).toBe(false);

  registry.forgetRequests();
  const again = await publisher.publish({ name: '@healed/tool', version: '1.0.0' });
  expect(again.json).toEqual(first.json);
  expect(again.stderr).toMatch(new RegExp(`lost 1 blob of it, which was sent again:\\n  ${lost}`));
  expect(registry.requests.filter(({ method, path }) => path.startsWith('/v2/healed') && method === 'PUT')).toEqual([]);
  expect((await machine.gati(['install', '@healed/tool'])).code).toBe(0);
});

test('what was refused as malicious is not sent again', async () => {
  registry.world.settings.isMalicious = true;
  const publisher = await createPublisher(registry, 'refused');
  await publisher.publish({ name: '@refused/tool', version: '1.0.0' });
  registry.world.repositoryAt('refused/tool').blobs.clear();
  await publisher.publish({ name: '@refused/tool', version: '1.0.0' });
  expect(registry.world.repositoryAt('refused/tool').blobs.size).toBe(0);
});

test('another content under a published version is refused, before anything is sent', async () => {
  const publisher = await createPublisher(registry, 'fixed');
  await publisher.publish({ name: '@fixed/tool', version: '1.0.0' });
  registry.forgetRequests();
  const ran = await publisher.publish({ name: '@fixed/tool', version: '1.0.0', files: { 'index.js': 'changed' } });
  expect(ran).toMatchObject({ code: 1, json: { error: { code: 'VERSION_EXISTS' } } });
  expect(ran.stderr).toContain('Publish the change under a higher version.');
  expect(registry.requests.filter(({ method }) => method === 'PUT' || method === 'PATCH')).toEqual([]);
});

test('a dry run lists the files, says the digest, and sends nothing', async () => {
  const publisher = await createPublisher(registry, 'dry');
  const ran = await publisher.publish(
    { name: '@dry/tool', version: '1.0.0', files: { 'cosign.key': 'secret', '.env': 'secret', 'node_modules/x/index.js': 'x' } },
    ['--dry-run'],
  );
  expect(ran.code, ran.stderr).toBe(0);
  expect(ran.json.files.map(({ path }: { path: string }) => path)).toEqual(['README.md', 'gati.json', 'index.js']);
  expect(recordOf('@dry/tool', '1.0.0')).toBeUndefined();
  expect((await publisher.publish({ name: '@dry/tool', version: '1.0.0' })).json.digest).toBe(ran.json.digest);
});

test.each([
  ['no gati.json', {}, 'There is no '],
  ['no JSON', { 'gati.json': '{ "name": "@x/y", }' }, 'is no JSON'],
  ['wrong fields', { 'gati.json': '{ "name": "x", "version": "1", "type": "modul" }' }, 'Did you mean module?'],
  ['several faults', { 'gati.json': '{ "name": "x", "version": "1", "type": "module", "module": { "runtime": "node", "entry": "a.js" } }' }, '/name: '],
])('a folder with %s is refused with what to mend', async (_case, files, said) => {
  const machine = await createMachine(registry);
  await write(machine.folder, files as Record<string, string>);
  const ran = await machine.gati(['publish', '--json']);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain(said);
  expect(registry.requests).toEqual([]);
});

test('without a key, with a wrong password, and with a stranger`s key nothing is sent', async () => {
  const publisher = await createPublisher(registry, 'keyless');
  await write(publisher.folder, {
    'p/gati.json': JSON.stringify({ name: '@keyless/tool', version: '1.0.0', type: 'module', module: { runtime: 'node', entry: 'a.js' } }),
    'p/a.js': '',
  });
  const wrongPassword = await publisher.gati(['publish', 'p'], { settings: { keyPassword: 'guess' } });
  expect(wrongPassword).toMatchObject({ code: 1 });
  expect(wrongPassword.stderr).toContain('Set COSIGN_PASSWORD');
  await publisher.gati(['keys', 'generate', '--out', 'stranger']);
  expect(await publisher.gati(['publish', 'p', '--key', 'stranger.key', '--json'])).toMatchObject({ code: 1, json: { error: { code: 'SIGNATURE_INVALID' } } });
  const elsewhere = await createMachine(registry, {
    configFolder: (await createMachine(registry)).settings.configFolder,
    token: registry.world.sessions.at(-1)!.accessToken,
  });
  const keyless = await elsewhere.gati(['publish', join(publisher.folder, 'p')]);
  expect(keyless.stderr).toContain('gati keys generate --register @keyless');
  expect(recordOf('@keyless/tool', '1.0.0')).toBeUndefined();
});

test('a revoked key is noticed before anything is sent', async () => {
  const publisher = await createPublisher(registry, 'revoked');
  const { signingKeys } = (await publisher.gati(['keys', 'list', '--json'])).json as { signingKeys: { id: string }[] };
  expect((await publisher.gati(['keys', 'revoke', signingKeys[0]!.id, '--yes', '--json'])).json.quarantined).toEqual({ totalCount: 0, versions: [] });
  expect(await publisher.publish({ name: '@revoked/tool', version: '1.0.0' })).toMatchObject({ code: 1, json: { error: { code: 'KEY_REVOKED' } } });
});

test('malicious code is refused with exit 1 and what it was refused for', async () => {
  registry.world.settings.isMalicious = true;
  const publisher = await createPublisher(registry, 'evil');
  const ran = await publisher.publish({ name: '@evil/tool', version: '1.0.0' });
  expect(ran).toMatchObject({ code: 1, json: { error: { code: 'MALWARE_DETECTED' } } });
  expect(ran.stderr).toContain('it steals environment variables');
});

test('publishing into another`s namespace is refused', async () => {
  await createPublisher(registry, 'owner');
  const stranger = await createPublisher(registry, 'stranger');
  expect(await stranger.publish({ name: '@owner/tool', version: '1.0.0' })).toMatchObject({
    code: 1,
    json: { error: { code: 'NAMESPACE_PERMISSION_DENIED' } },
  });
});

test('--private makes a new artifact private before any byte of it is admitted', async () => {
  const publisher = await createPublisher(registry, 'hidden');
  expect((await publisher.publish({ name: '@hidden/tool', version: '1.0.0' }, ['--private'])).code).toBe(0);
  expect(registry.world.artifacts.get('@hidden/tool' as never)?.visibility).toBe('PRIVATE');
  const stranger = await createMachine(registry);
  const hidden = await stranger.gati(['info', '@hidden/tool', '--json']);
  const missing = await stranger.gati(['info', '@hidden/none', '--json']);
  expect(hidden.stdout.replaceAll('tool', 'none')).toBe(missing.stdout);
});

test('--tag puts the label on the version when it is admitted', async () => {
  const publisher = await createPublisher(registry, 'labels');
  await publisher.publish({ name: '@labels/tool', version: '1.0.0' });
  await publisher.publish({ name: '@labels/tool', version: '2.0.0-rc.1' }, ['--tag', 'next']);
  expect(registry.world.artifacts.get('@labels/tool' as never)?.labels.get('next')).toBe('2.0.0-rc.1');
  expect((await publisher.gati(['info', '@labels/tool@next', '--json'])).json.version.version).toBe('2.0.0-rc.1');
});

test('--no-wait leaves when everything is pushed', async () => {
  const publisher = await createPublisher(registry, 'hasty');
  const ran = await publisher.publish({ name: '@hasty/tool', version: '1.0.0' }, ['--no-wait']);
  expect(ran.code).toBe(0);
  expect(ran.stderr).not.toContain('searchable');
});

test('a push that is interrupted exits 130, leaves nothing that others see, and goes on when run again', async () => {
  const publisher = await createPublisher(registry, 'cut');
  await write(publisher.folder, {
    'big/gati.json': JSON.stringify({ name: '@cut/tool', version: '1.0.0', type: 'module', module: { runtime: 'node', entry: 'a.bin' } }),
  });
  await writeFile(join(publisher.folder, 'big/a.bin'), randomBytes(20 * 2 ** 20));
  const stop = new AbortController();
  const { world } = registry;
  const watch = setInterval(() => {
    if ([...(world.repositories.get('cut/tool')?.uploads.values() ?? [])].some((bytes) => bytes.length > 0)) stop.abort(new Error('Interrupted.'));
  }, 5);
  const cut = await publisher.gati(['publish', 'big'], { signal: stop.signal });
  clearInterval(watch);
  expect(cut.code).toBe(130);
  expect(recordOf('@cut/tool', '1.0.0')?.status ?? 'nothing').not.toBe('PUBLISHED');
  registry.forgetRequests();
  const again = await publisher.gati(['publish', 'big', '--json']);
  expect(again, again.stderr).toMatchObject({ code: 0, json: { status: 'PUBLISHED' } });
  expect(registry.requests.filter(({ method, path }) => method === 'GET' && path.includes('/blobs/uploads/'))).toHaveLength(1);
}, 60_000);

test('an external module is published without code', async () => {
  const publisher = await createPublisher(registry, 'external');
  await write(publisher.folder, {
    'e/gati.json': JSON.stringify({
      name: '@external/api',
      version: '1.0.0',
      type: 'module',
      module: { runtime: 'external', endpoint: 'https://api.example.com' },
      gtypes: { handlers: { ping: { input: { kind: 'primitive', primitiveType: 'string' }, output: { kind: 'primitive', primitiveType: 'string' } } } },
    }),
    'e/README.md': '# API',
    'e/code.js': 'secret()',
  });
  const ran = await publisher.gati(['publish', 'e', '--dry-run', '--json']);
  expect(ran.code, ran.stderr).toBe(0);
  expect(ran.json.files.map(({ path }: { path: string }) => path)).toEqual(['README.md', 'gati.json']);
});
