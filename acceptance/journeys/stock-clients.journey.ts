import { packFiles } from '@gati/archive';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClientFor, signUp, type Client } from '../src/client.ts';
import { createPerson, type Person } from '../src/gati.ts';
import { digestIn, writeLayout } from '../src/oci-layout.ts';
import { createOci, pushImage, sha256 } from '../src/oci.ts';
import { startRegistry, type Registry } from '../src/registry.ts';
import { missingClients, stockClient, type ClientName, type StockClient } from '../src/stock-client.ts';

const missing = missingClients();
if (missing.length > 0) console.warn(`Not installed, so not tried: ${missing.join(', ')}. They are looked for on PATH and in $STOCK_DIR/bin.`);
const withClient = (name: ClientName) => describe.runIf(!missing.includes(name));

let registry: Registry;
let ada: Client & { handle: string; password: string };
let person: Person;
/** Docker's credentials of ada, and of nobody. */
let home: string;
let nowhere: string;
let host: string;
let apiKey: string;
beforeAll(async () => {
  registry = await startRegistry();
  ada = await signUp(registry.url, 'ada');
  person = await createPerson(registry.url);
  await person.gati(['login', '--handle', 'ada', '--password-stdin'], { input: ada.password });
  const keys = await person.gati(['keys', 'generate', '--register', '@ada', '--out', join(person.home, 'cosign')]);
  expect(keys, keys.stderr).toMatchObject({ code: 0 });
  home = await mkdtemp(join(tmpdir(), 'gati-docker-'));
  nowhere = await mkdtemp(join(tmpdir(), 'gati-nobody-'));
  host = new URL(registry.url).host;
  // With a key, as a program should: passwords are for people, and wait when they come too often.
  const made = await person.gati(['token', 'create', 'stock clients', '--json', ...['read', 'publish', 'admin'].flatMap((scope) => ['--scope', scope])]);
  apiKey = (made.json() as { secret: string }).secret;
  await writeFile(join(home, 'config.json'), JSON.stringify({ auths: { [host]: { auth: Buffer.from(`ada:${apiKey}`).toString('base64') } } }));
});
afterAll(async () => {
  for (const folder of [home, nowhere]) await rm(folder, { recursive: true, force: true });
  await person?.leave();
  await registry?.stop();
});

/** Signs a digest as `cosign sign --key` does in its classic format: an image of one layer under the tag sha256-<hex>.sig, or as a referrer where the digest is too long for a tag. */
async function signByHand(repository: string, digest: string): Promise<void> {
  const { decryptPrivateKey } = await import('@gati/signatures');
  const { sign } = await import('node:crypto');
  const key = await decryptPrivateKey(await readFile(join(person.home, 'cosign.key'), 'utf8'), '');
  const oci = createOci(registry.url, repository, { username: 'ada', password: apiKey });
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
  const subject = await oci.send(`/manifests/${digest}`, { method: 'HEAD' });
  const isLong = digest.startsWith('sha512:');
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [layer],
    ...(isLong ? { subject: { mediaType: subject.headers.get('content-type'), digest, size: Number(subject.headers.get('content-length')) } } : {}),
  };
  const response = await oci.pushManifest(isLong ? sha256(JSON.stringify(manifest)) : `${digest.replace(':', '-')}.sig`, manifest);
  expect(response.status, await response.text()).toBe(201);
}

const untilPublished = (name: string) =>
  expect
    .poll(async () => (await createClientFor(registry.url).ask('Artifact', { name, ref: '1.0.0' })).artifact?.version?.status, { timeout: 20_000 })
    .toBe('PUBLISHED');

describe('an image pushed by a stock client', () => {
  test('is invisible to others until a signature admits it, then served by digest and tag', async () => {
    const [owner, anyone] = [createOci(registry.url, 'ada/image', { username: 'ada', password: apiKey }), createOci(registry.url, 'ada/image', null)];
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
    const owner = createOci(registry.url, 'ada/image', { username: 'ada', password: apiKey });
    await expect(pushImage(owner, '1.0.0', 'other bytes')).rejects.toThrow(/VERSION_EXISTS/);
    const eve = await signUp(registry.url, 'eve');
    expect(
      await createOci(registry.url, 'ada/image', { username: 'eve', password: eve.password }).status('/blobs/uploads/', { method: 'POST' }),
    ).toBeGreaterThanOrEqual(401);
  });

  test('what is hung on it afterwards is not admitted with it: a stolen key without a signing key gets nothing out', async () => {
    const made = await person.gati(['token', 'create', 'stolen', '--json', '--scope', 'publish']);
    const thief = createOci(registry.url, 'ada/image', { username: 'ada', password: (made.json() as { secret: string }).secret });
    const anyone = createOci(registry.url, 'ada/image', null);
    const subject = (await anyone.send('/manifests/1.0.0')).headers.get('docker-content-digest') ?? '';
    const program = await thief.pushBlob(gzipSync('malware'));
    const empty = { mediaType: 'application/vnd.oci.empty.v1+json', ...(await thief.pushBlob(Buffer.from('{}'))) };
    for (const mediaType of ['application/vnd.oci.image.layer.v1.tar+gzip', 'application/spdx+json']) {
      const manifest = {
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        artifactType: 'application/vnd.acme.setup',
        config: empty,
        layers: [{ mediaType, ...program }],
        subject: {
          mediaType: 'application/vnd.oci.image.manifest.v1+json',
          digest: subject,
          size: Number((await anyone.send(`/manifests/${subject}`, { method: 'HEAD' })).headers.get('content-length')),
        },
      };
      const tag = `${subject.replace(':', '-')}.sbom`;
      for (const reference of [sha256(JSON.stringify(manifest)), tag]) {
        expect((await thief.pushManifest(reference, manifest)).status).toBe(201);
        expect(await anyone.status(`/manifests/${reference}`)).toBe(404);
      }
      const listed = (await (await anyone.send(`/referrers/${subject}`)).json()) as { manifests: readonly { artifactType: string }[] };
      expect(listed.manifests.map(({ artifactType }) => artifactType)).not.toContain('application/vnd.acme.setup');
      expect(((await (await anyone.send('/tags/list')).json()) as { tags: readonly string[] }).tags).not.toContain(tag);
      expect(await anyone.status(`/blobs/${program.digest}`)).toBe(404);
    }
  });

  test('a page pushed as a blob or manifest is never one on our origin', async () => {
    const owner = createOci(registry.url, 'ada/page', { username: 'ada', password: apiKey });
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

/** What others get before the signature, and after it. */
async function admitted(name: string, digest: string, pull: () => Promise<unknown>): Promise<void> {
  await expect(pull(), `${name} before its admission`).rejects.toThrow();
  await signByHand(`ada/${name}`, digest);
  await untilPublished(`@ada/${name}`);
}

withClient('skopeo')('skopeo', () => {
  const [owner, anyone] = [(...words: string[]) => stockClient('skopeo', home)(words), (...words: string[]) => stockClient('skopeo', nowhere)(words)];
  const to = ['--dest-tls-verify=false', '--dest-authfile'];

  test('copies an index of two platforms here and, once it is admitted, away again: the same digests at both ends', async () => {
    const layout = await person.folder('skopeo-index');
    const digest = await writeLayout(layout, { text: 'skopeo', architectures: ['amd64', 'arm64'] });
    const there = `docker://${host}/ada/skopeo-index:1.0.0`;
    await owner('copy', '--all', ...to, join(home, 'config.json'), `oci:${layout}:1.0.0`, there);
    const target = await person.folder('skopeo-pulled');
    const pull = () => anyone('copy', '--all', '--src-tls-verify=false', '--src-no-creds', there, `oci:${target}:1.0.0`);
    await admitted('skopeo-index', digest, pull);
    await pull();
    expect(await digestIn(target)).toBe(digest);
  });

  test('pushes docker schema 2 and its manifest list', async () => {
    const layout = await person.folder('skopeo-docker');
    await writeLayout(layout, { text: 'docker', architectures: ['amd64', 'arm64'] });
    const there = `docker://${host}/ada/skopeo-docker:1.0.0`;
    await owner('copy', '--all', '--format', 'v2s2', ...to, join(home, 'config.json'), `oci:${layout}:1.0.0`, there);
    const raw = () => anyone('inspect', '--raw', '--tls-verify=false', '--no-creds', there);
    const list = await owner('inspect', '--raw', '--tls-verify=false', '--authfile', join(home, 'config.json'), there);
    expect(JSON.parse(list)).toMatchObject({ mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json', manifests: [{}, {}] });
    await admitted('skopeo-docker', sha256(list), raw);
    expect(sha256(await raw())).toBe(sha256(list));
    const { manifests } = JSON.parse(list) as { manifests: readonly { digest: string }[] };
    const one = await anyone('inspect', '--raw', '--tls-verify=false', '--no-creds', `docker://${host}/ada/skopeo-docker@${manifests[0]!.digest}`);
    expect(JSON.parse(one)).toMatchObject({ mediaType: 'application/vnd.docker.distribution.manifest.v2+json' });
  });

  test('deletes what it pushed, for everyone', async () => {
    const layout = await person.folder('skopeo-gone');
    const digest = await writeLayout(layout, { text: 'to be deleted', architectures: ['amd64'] });
    const there = `docker://${host}/ada/skopeo-gone:1.0.0`;
    await owner('copy', ...to, join(home, 'config.json'), `oci:${layout}:1.0.0`, there);
    const inspect = () => anyone('inspect', '--raw', '--tls-verify=false', '--no-creds', there);
    await admitted('skopeo-gone', digest, inspect);
    await inspect();
    await owner('delete', '--tls-verify=false', '--authfile', join(home, 'config.json'), there);
    await expect(inspect()).rejects.toThrow();
  });
});

withClient('crane')('crane', () => {
  const [owner, anyone] = [
    (...words: string[]) => stockClient('crane', home)([...words, '--insecure']),
    (...words: string[]) => stockClient('crane', nowhere)([...words, '--insecure']),
  ];
  const layout = async (name: string): Promise<{ digest: string; folder: string }> => {
    const folder = await person.folder(name);
    return { folder, digest: await writeLayout(folder, { text: name, architectures: ['amd64'] }) };
  };

  test('pushes an image, copies it to another repository, and each is pulled once it is admitted there', async () => {
    const { folder, digest } = await layout('craned');
    const there = `${host}/ada/craned:1.0.0`;
    await owner('push', folder, there);
    expect((await owner('digest', there)).trim()).toBe(digest);
    const target = join(person.home, 'crane-pulled');
    const pull = () => anyone('pull', '--format', 'oci', there, target);
    await admitted('craned', digest, pull);
    await pull();
    expect(await digestIn(target)).toBe(digest);

    await owner('copy', there, `${host}/ada/crane-copy:1.0.0`);
    const digestThere = () => anyone('digest', `${host}/ada/crane-copy:1.0.0`);
    await admitted('crane-copy', digest, digestThere);
    expect((await digestThere()).trim()).toBe(digest);
  });

  test('lists tags and deletes by digest', async () => {
    const { folder, digest } = await layout('crane-gone');
    const there = `${host}/ada/crane-gone`;
    await owner('push', folder, `${there}:next`);
    expect((await owner('ls', there)).trim()).toBe('next');
    await owner('delete', `${there}@${digest}`);
    await expect(owner('digest', `${there}:next`)).rejects.toThrow();
  });
});

withClient('regctl')('regctl', () => {
  let owner: StockClient;
  let anyone: StockClient;
  beforeAll(async () => {
    [owner, anyone] = [stockClient('regctl', home), stockClient('regctl', nowhere)];
    for (const client of [owner, anyone]) await client(['registry', 'set', '--tls', 'disabled', host]);
  });

  test.each(['sha256', 'sha512'] as const)('copies an index of two platforms with %s digests, and between repositories', async (algorithm) => {
    const layout = await person.folder(`regctl-${algorithm}`);
    const digest = await writeLayout(layout, { text: `regctl ${algorithm}`, architectures: ['amd64', 'arm64'], algorithm });
    const name = `regctl-${algorithm}`;
    await owner(['image', 'copy', `ocidir://${layout}:1.0.0`, `${host}/ada/${name}@${digest}`]);
    await owner(['image', 'copy', `${host}/ada/${name}@${digest}`, `${host}/ada/${name}:1.0.0`]);
    const target = await person.folder(`${name}-pulled`);
    const pull = () => anyone(['image', 'copy', `${host}/ada/${name}@${digest}`, `ocidir://${target}:1.0.0`]);
    const tagged = (await owner(['image', 'digest', `${host}/ada/${name}:1.0.0`])).trim();
    await admitted(name, tagged, pull);
    if (tagged !== digest) await signByHand(`ada/${name}`, digest);
    await expect.poll(() => pull().then(() => digestIn(target), String), { timeout: 20_000 }).toBe(digest);
    await access(join(target, 'blobs', ...digest.split(':')));
  });

  test('deletes a tag', async () => {
    const layout = await person.folder('regctl-gone');
    await writeLayout(layout, { text: 'regctl gone', architectures: ['amd64'] });
    await owner(['image', 'copy', `ocidir://${layout}:1.0.0`, `${host}/ada/regctl-gone:next`]);
    expect((await owner(['tag', 'ls', `${host}/ada/regctl-gone`])).trim()).toBe('next');
    await owner(['tag', 'rm', `${host}/ada/regctl-gone:next`]);
    expect((await owner(['tag', 'ls', `${host}/ada/regctl-gone`])).trim()).toBe('');
  });
});

withClient('oras')('oras', () => {
  const client = (folder: string) => (words: readonly string[], cwd: string) =>
    stockClient('oras', folder)([...words, '--plain-http', '--registry-config', join(folder, 'config.json')], { cwd });
  const owner = (words: readonly string[], cwd: string) => client(home)(words, cwd);
  const anyone = (words: readonly string[], cwd: string) => client(nowhere)(words, cwd);
  const digestOf = (printed: string): string => (JSON.parse(printed) as { digest: string }).digest;

  test('pushes an artifact with a bill of materials by referrer; both are pulled after admission, and copied together', async () => {
    const folder = await person.folder('oras-files', { 'data.txt': 'made by oras\n', 'sbom.json': { spdxVersion: 'SPDX-2.3' } });
    const there = `${host}/ada/orased`;
    const digest = digestOf(await owner(['push', '--format', 'json', `${there}:1.0.0`, 'data.txt:text/plain'], folder));
    const sbom = digestOf(
      await owner(['attach', '--format', 'json', '--artifact-type', 'application/spdx+json', `${there}@${digest}`, 'sbom.json:application/spdx+json'], folder),
    );
    const target = await person.folder('oras-pulled');
    const pull = (reference: string) => anyone(['pull', `${there}${reference}`], target);
    await expect(pull(`@${sbom}`)).rejects.toThrow();
    await admitted('orased', digest, () => pull(':1.0.0'));
    await pull(':1.0.0');
    await pull(`@${sbom}`);
    expect(await readFile(join(target, 'data.txt'), 'utf8')).toBe('made by oras\n');
    expect(JSON.parse(await readFile(join(target, 'sbom.json'), 'utf8'))).toEqual({ spdxVersion: 'SPDX-2.3' });
    const found = await anyone(['discover', '--format', 'json', '--artifact-type', 'application/spdx+json', `${there}@${digest}`], target);
    expect(JSON.parse(found)).toMatchObject({ referrers: [{ digest: sbom, artifactType: 'application/spdx+json' }] });

    const config = ['--from-registry-config', join(home, 'config.json'), '--to-registry-config', join(home, 'config.json')];
    await stockClient('oras', home)(['cp', '-r', '--from-plain-http', '--to-plain-http', ...config, `${there}@${digest}`, `${host}/ada/oras-copy:1.0.0`]);
    const copied = await owner(['discover', '--format', 'json', `${host}/ada/oras-copy:1.0.0`], target);
    expect(JSON.parse(copied)).toMatchObject({ digest, referrers: expect.arrayContaining([expect.objectContaining({ digest: sbom })]) });
    await expect(anyone(['manifest', 'fetch', `${host}/ada/oras-copy@${sbom}`], target)).rejects.toThrow();
  });

  test('attaches a program, which others do not get before it is signed itself', async () => {
    const packed = await packFiles([{ path: 'setup.js', content: Buffer.from('export {};'), sizeBytes: 10, isExecutable: true }]);
    const folder = await person.folder('oras-setup', { 'setup.tgz': packed.bytes, 'data.txt': 'made by oras\n' });
    const there = `${host}/ada/oras-setup`;
    const digest = digestOf(await owner(['push', '--format', 'json', `${there}:1.0.0`, 'data.txt:text/plain'], folder));
    await admitted('oras-setup', digest, () => anyone(['manifest', 'fetch', `${there}:1.0.0`], folder));
    const attach = ['attach', '--format', 'json', '--artifact-type', 'application/vnd.acme.setup', `${there}:1.0.0`];
    const setup = digestOf(await owner([...attach, 'setup.tgz:application/vnd.oci.image.layer.v1.tar+gzip'], folder));
    const found = async (client: typeof owner) =>
      await client(['discover', '--format', 'json', '--artifact-type', 'application/vnd.acme.setup', `${there}:1.0.0`], folder);
    expect(JSON.parse(await found(owner))).toMatchObject({ referrers: [{ digest: setup }] });
    expect((JSON.parse(await found(anyone)) as { referrers?: readonly unknown[] }).referrers ?? []).toEqual([]);
    const target = await person.folder('oras-setup-pulled');
    const pull = () => anyone(['pull', `${there}@${setup}`], target);
    await expect(pull()).rejects.toThrow();
    await signByHand('ada/oras-setup', setup);
    await expect.poll(() => pull().then(() => 'pulled', String), { timeout: 20_000 }).toBe('pulled');
  });

  test('deletes a manifest and then its blob', async () => {
    const folder = await person.folder('oras-gone', { 'gone.txt': 'deleted by oras\n' });
    const there = `${host}/ada/oras-gone`;
    const digest = digestOf(await owner(['push', '--format', 'json', `${there}:next`, 'gone.txt:text/plain'], folder));
    const blob = `${there}@${sha256('deleted by oras\n')}`;
    await expect(owner(['blob', 'delete', '--force', blob], folder)).rejects.toThrow(/denied/i);
    await owner(['manifest', 'delete', '--force', `${there}@${digest}`], folder);
    await owner(['blob', 'delete', '--force', blob], folder);
    await expect(owner(['blob', 'fetch', '--output', '-', blob], folder)).rejects.toThrow();
  });
});

withClient('helm')('helm', () => {
  test('pushes a chart, and everyone pulls it once it is admitted: the same file', async () => {
    const folder = await person.folder('chart', {
      'Chart.yaml': 'apiVersion: v2\nname: helmed\nversion: 1.0.0\ndescription: A chart.\n',
      'templates/empty.yaml': '# nothing\n',
    });
    const owner = stockClient('helm', home);
    await owner(['package', folder, '--destination', person.home]);
    const chart = join(person.home, 'helmed-1.0.0.tgz');
    await owner(['push', chart, `oci://${host}/ada`, '--plain-http', '--registry-config', join(home, 'config.json')]);
    const target = join(person.home, 'charts');
    await mkdir(target);
    const pull = () =>
      stockClient(
        'helm',
        nowhere,
      )([
        ...['pull', `oci://${host}/ada/helmed`, '--version', '1.0.0', '--plain-http', '--destination', target],
        ...['--registry-config', join(nowhere, 'config.json')],
      ]);
    const digest = (await createOci(registry.url, 'ada/helmed', { username: 'ada', password: apiKey }).send('/manifests/1.0.0')).headers.get(
      'docker-content-digest',
    );
    await admitted('helmed', digest ?? '', pull);
    await pull();
    expect((await readFile(join(target, 'helmed-1.0.0.tgz'))).equals(await readFile(chart))).toBe(true);
  });
});

withClient('cosign')('cosign', () => {
  test('signs by referrer, which admits; attests a bill of materials; and everyone verifies both', async () => {
    const oci = createOci(registry.url, 'ada/cosigned', { username: 'ada', password: apiKey });
    const { digest } = await pushImage(oci, '1.0.0', 'signed by cosign');
    const there = `${host}/ada/cosigned@${digest}`;
    const [owner, anyone] = [stockClient('cosign', home), stockClient('cosign', nowhere)];
    const verify = (command: string, ...more: string[]) =>
      anyone([command, '--key', join(person.home, 'cosign.pub'), '--insecure-ignore-tlog=true', '--allow-http-registry', ...more, there]);
    await expect(verify('verify')).rejects.toThrow();
    const offline = ['--yes', '--key', join(person.home, 'cosign.key'), '--use-signing-config=false', '--tlog-upload=false', '--allow-http-registry'];
    await owner(['sign', ...offline, there]);
    await untilPublished('@ada/cosigned');
    await verify('verify');
    const predicate = join(await person.folder('attested', { 'sbom.json': { spdxVersion: 'SPDX-2.3' } }), 'sbom.json');
    await owner(['attest', ...offline, '--predicate', predicate, '--type', 'spdxjson', there]);
    await verify('verify-attestation', '--type', 'spdxjson');
    expect(await createOci(registry.url, 'ada/cosigned', null).status(`/manifests/${digest.replace(':', '-')}`)).toBe(404);
  });
});
