import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClientFor, signUp, type Client } from '../src/client.ts';
import { createPerson, type Person } from '../src/gati.ts';
import { createOci, pushImage, sha256 } from '../src/oci.ts';
import { startRegistry, type Registry } from '../src/registry.ts';

const run = promisify(execFile);
/** A stock client on PATH or in $STOCK_DIR/bin; null when it is not installed. */
const find = (name: string): string | null =>
  [...(process.env['PATH'] ?? '').split(delimiter), join(process.env['STOCK_DIR'] ?? '/opt/stock', 'bin')]
    .map((folder) => join(folder, name))
    .find(existsSync) ?? null;
const tools = Object.fromEntries(['crane', 'oras', 'skopeo', 'cosign'].map((name) => [name, find(name)]));
const missing = Object.entries(tools).flatMap(([name, path]) => (path ? [] : [name]));
if (missing.length > 0) console.warn(`Not installed, so not tried with the real program: ${missing.join(', ')}. They are on PATH or in $STOCK_DIR/bin.`);

let registry: Registry;
let ada: Client & { handle: string; password: string };
let person: Person;
let home: string;
beforeAll(async () => {
  registry = await startRegistry();
  ada = await signUp(registry.url, 'ada');
  person = await createPerson(registry.url);
  await person.gati(['login', '--handle', 'ada', '--password-stdin'], { input: ada.password });
  const keys = await person.gati(['keys', 'generate', '--register', '@ada', '--out', join(person.home, 'cosign')]);
  expect(keys, keys.stderr).toMatchObject({ code: 0 });
  home = await mkdtemp(join(tmpdir(), 'gati-docker-'));
  const host = new URL(registry.url).host;
  await writeFile(join(home, 'config.json'), JSON.stringify({ auths: { [host]: { auth: Buffer.from(`ada:${ada.password}`).toString('base64') } } }));
});
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
  await person?.leave();
  await registry?.stop();
});

/** Signs a digest as `cosign sign --key` does in its classic format: an image of one layer under the tag sha256-<hex>.sig. */
async function signByHand(repository: string, digest: string): Promise<void> {
  const { decryptPrivateKey } = await import('@gati/signatures');
  const { sign } = await import('node:crypto');
  const key = await decryptPrivateKey(await readFile(join(person.home, 'cosign.key'), 'utf8'), '');
  const oci = createOci(registry.url, repository, { username: 'ada', password: ada.password });
  const payload = Buffer.from(
    JSON.stringify({
      critical: { identity: { 'docker-reference': repository }, image: { 'docker-manifest-digest': digest }, type: 'cosign container image signature' },
      optional: null,
    }),
  );
  const layer = {
    mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
    ...(await oci.pushBlob(payload)),
    annotations: { 'dev.cosignproject.cosign/signature': sign('sha256', payload, key).toString('base64') },
  };
  const config = await oci.pushBlob(
    Buffer.from(JSON.stringify({ architecture: '', os: '', config: {}, rootfs: { type: 'layers', diff_ids: [sha256(payload)] } })),
  );
  const response = await oci.pushManifest(`${digest.replace(':', '-')}.sig`, {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [layer],
  });
  expect(response.status).toBe(201);
}

const untilPublished = (name: string) =>
  expect
    .poll(async () => (await createClientFor(registry.url).ask('Artifact', { name, ref: '1.0.0' })).artifact?.version?.status, { timeout: 20_000 })
    .toBe('PUBLISHED');

describe('an image pushed by a stock client', () => {
  test('is invisible to others until a signature admits it, then served by digest and tag', async () => {
    const [owner, anyone] = [createOci(registry.url, 'ada/image', { username: 'ada', password: ada.password }), createOci(registry.url, 'ada/image', null)];
    const { digest } = await pushImage(owner, '1.0.0', 'hello');

    expect(await owner.status('/manifests/1.0.0')).toBe(200);
    for (const reference of ['1.0.0', digest]) expect(await anyone.status(`/manifests/${reference}`)).toBe(404);
    expect((await createClientFor(registry.url).ask('Artifact', { name: '@ada/image' })).artifact).toBeNull();

    await signByHand('ada/image', digest);
    await untilPublished('@ada/image');
    for (const reference of ['1.0.0', digest]) expect(await anyone.status(`/manifests/${reference}`)).toBe(200);
    expect((await createClientFor(registry.url).ask('Artifact', { name: '@ada/image' })).artifact).toMatchObject({
      type: 'MODULE',
      version: { digest, signature: { status: 'VALID' } },
    });
  });

  test('a published number never gets other bytes, and a signature by a stranger admits nothing', async () => {
    const owner = createOci(registry.url, 'ada/image', { username: 'ada', password: ada.password });
    await expect(pushImage(owner, '1.0.0', 'other bytes')).rejects.toThrow(/VERSION_EXISTS/);
    const eve = await signUp(registry.url, 'eve');
    expect(
      await createOci(registry.url, 'ada/image', { username: 'eve', password: eve.password }).status('/blobs/uploads/', { method: 'POST' }),
    ).toBeGreaterThanOrEqual(401);
  });

  test('a page pushed as a blob or manifest is never one on our origin', async () => {
    const owner = createOci(registry.url, 'ada/page', { username: 'ada', password: ada.password });
    const { digest } = await owner.pushBlob(Buffer.from('<script>alert(1)</script>'));
    const response = await owner.send(`/blobs/${digest}`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'content-disposition': expect.stringContaining('attachment'),
    });
    await response.arrayBuffer();
    expect((await owner.pushManifest('1.0.0', {}, 'text/html')).status).toBe(400);
    expect((await owner.pushManifest('1.0.0', {}, 'image/svg+xml')).status).toBe(400);
  });
});

describe.runIf(tools['crane'])('crane', () => {
  test('pushes, waits for the signature, and pulls the same bytes anonymously', async () => {
    const host = new URL(registry.url).host;
    const folder = await person.folder('crane-files', { 'a.txt': 'made by crane\n' });
    await run('tar', ['-C', folder, '-cf', join(folder, '..', 'layer.tar'), '.']);
    const crane = (parameters: readonly string[], config: string) =>
      run(tools['crane']!, [...parameters, '--insecure'], { env: { ...process.env, DOCKER_CONFIG: config } });
    await crane(['append', '--oci-empty-base', '-f', join(folder, '..', 'layer.tar'), '-t', `${host}/ada/craned:1.0.0`], home);
    const digest = (await crane(['digest', `${host}/ada/craned:1.0.0`], home)).stdout.trim();
    const nobody = await mkdtemp(join(tmpdir(), 'gati-nobody-'));
    await expect(crane(['digest', `${host}/ada/craned:1.0.0`], nobody)).rejects.toThrow();

    if (tools['cosign']) {
      const signed = spawnSync(
        tools['cosign'],
        [
          'sign',
          '--key',
          join(person.home, 'cosign.key'),
          '--tlog-upload=false',
          '--use-signing-config=false',
          '--allow-http-registry',
          '--yes',
          `${host}/ada/craned@${digest}`,
        ],
        { env: { ...process.env, DOCKER_CONFIG: home, COSIGN_PASSWORD: '' }, encoding: 'utf8' },
      );
      expect(signed.status, signed.stderr).toBe(0);
    } else {
      await signByHand('ada/craned', digest);
    }
    await untilPublished('@ada/craned');

    await crane(['pull', `${host}/ada/craned@${digest}`, join(nobody, 'pulled.tar')], nobody);
    expect((await crane(['digest', `${host}/ada/craned:1.0.0`], nobody)).stdout.trim()).toBe(digest);
    await rm(nobody, { recursive: true });
  });
});

describe.runIf(tools['oras'])('oras', () => {
  test('pushes an artifact and pulls its files anonymously after admission', async () => {
    const host = new URL(registry.url).host;
    const folder = await person.folder('oras-files', { 'data.txt': 'made by oras\n' });
    const pushed = await run(
      tools['oras']!,
      ['push', '--plain-http', '--registry-config', join(home, 'config.json'), '--format', 'json', `${host}/ada/orased:1.0.0`, 'data.txt:text/plain'],
      { cwd: folder },
    );
    const { digest } = JSON.parse(pushed.stdout) as { digest: string };
    await signByHand('ada/orased', digest);
    await untilPublished('@ada/orased');

    const target = await person.folder('oras-pulled');
    await run(tools['oras']!, ['pull', '--plain-http', '--registry-config', join(target, 'none.json'), `${host}/ada/orased@${digest}`], { cwd: target });
    expect(await readFile(join(target, 'data.txt'), 'utf8')).toBe('made by oras\n');
  });
});

describe.runIf(tools['skopeo'])('skopeo', () => {
  test('inspects and copies what was admitted, anonymously', async () => {
    const host = new URL(registry.url).host;
    const target = await person.folder('skopeo-pulled');
    await run(tools['skopeo']!, ['copy', '--src-tls-verify=false', '--src-no-creds', `docker://${host}/ada/image:1.0.0`, `dir:${target}`]);
    expect(JSON.parse(await readFile(join(target, 'manifest.json'), 'utf8'))).toMatchObject({ schemaVersion: 2 });
  });
});
