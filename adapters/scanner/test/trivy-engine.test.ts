import { packFiles } from '@gati/archive';
import { temporaryFolder } from '@gati/testkit/folder';
import { createHash } from 'node:crypto';
import { access, chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeScanEngine } from '../src/contract.ts';
import { createTrivyEngine, findTrivy, type Component, type ScanEngine } from '../src/index.ts';
import { findingsOf } from '../src/trivy/trivy-report.ts';
import { boltFile } from './bolt.ts';
import { quietly, subject } from './subjects.ts';

const component = (name: string, version: string, ecosystem = 'npm'): Component => ({ ecosystem, name, version, path: 'package-lock.json' });
const source = 'npm::GitHub Security Advisory Npm';
const database = boltFile({
  'data-source': {
    [source]: JSON.stringify({ ID: 'ghsa', Name: 'GitHub Security Advisory npm', URL: 'https://github.com/advisories?query=type%3Areviewed+ecosystem%3Anpm' }),
  },
  [source]: {
    lodash: { 'CVE-2021-23337': JSON.stringify({ PatchedVersions: ['4.17.21'], VulnerableVersions: ['<4.17.21'] }) },
    minimist: { 'CVE-2020-7598': JSON.stringify({ PatchedVersions: ['0.2.1', '1.2.3'], VulnerableVersions: ['<0.2.1', '>=1.0.0, <1.2.3'] }) },
    ...Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`package-${index}`, { [`CVE-2099-${index}`]: JSON.stringify({ VulnerableVersions: ['<1.0.0'] }) }]),
    ),
  },
  vulnerability: {
    'CVE-2021-23337': JSON.stringify({
      Title: 'Command Injection in lodash',
      Severity: 'HIGH',
      VendorSeverity: { ghsa: 3 },
      CVSS: { ghsa: { V3Vector: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H', V3Score: 7.2 } },
    }),
    'CVE-2020-7598': JSON.stringify({ Title: 'Prototype Pollution in minimist', Severity: 'MEDIUM', VendorSeverity: { ghsa: 2 } }),
  },
});
const metadata = JSON.stringify({ Version: 2, NextUpdate: '2099-01-01T00:00:00Z', UpdatedAt: '2026-10-01T00:00:00Z', DownloadedAt: '2026-10-01T00:00:00Z' });

async function cacheWith(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'db'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, 'db', name), content);
  return folder;
}
/** A program in Trivy's place. */
async function program(script: string): Promise<string> {
  const path = join(await temporaryFolder(), 'trivy');
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}
const engineWith = async (script: string, timeoutMs?: number): Promise<ScanEngine> => {
  const { engine, reason } = await createTrivyEngine({
    path: await program(script),
    cacheDir: await cacheWith({ 'metadata.json': metadata }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  if (!engine) throw new Error(reason);
  return engine;
};
const lodash = subject([], [component('lodash', '4.17.15')]);
const trivy = await findTrivy();

/** Answers as Trivy does, from the document it is given, without its three seconds. */
const stand = `for last; do :; done
grep -q 'pkg:npm/lodash@4.17.15' "$last" && found='{"VulnerabilityID":"CVE-2021-23337","PkgName":"lodash","InstalledVersion":"4.17.15","FixedVersion":"4.17.21","Severity":"HIGH","Title":"Command Injection in lodash"}'
echo "{\\"SchemaVersion\\":2,\\"Results\\":[{\\"Vulnerabilities\\":[$found]}]}"`;

describeScanEngine('Trivy', async () => ({
  engine: await engineWith(stand),
  subject: lodash,
  expected: [
    {
      kind: 'VULNERABILITY',
      severity: 'HIGH',
      title: 'Command Injection in lodash',
      path: 'package-lock.json',
      package: { name: 'lodash', version: '4.17.15', fixedVersion: '4.17.21' },
    },
  ],
  clean: subject([], [component('lodash', '4.17.21')]),
}));

describe.runIf(trivy !== null)('the real Trivy', { timeout: 120_000 }, () => {
  it('finds what its database names, and only that', async () => {
    const cacheDir = await cacheWith({ 'trivy.db': database, 'metadata.json': metadata });
    const { engine } = await createTrivyEngine({ path: trivy, cacheDir });
    expect(engine?.databaseUpdatedAt).toEqual(new Date('2026-10-01T00:00:00Z'));
    expect(engine?.version).toMatch(/@\d/);
    const components = [
      component('lodash', '4.17.15'),
      component('minimist', '1.2.0'),
      component('package-7', '0.9.0'),
      component('package-8', '1.0.0'),
      component('left-pad', '1.0.0'),
    ];
    const findings = (await engine?.analyse(subject([], components), quietly)) ?? [];
    expect(findings.toSorted((a, b) => ((a.package?.name ?? '') < (b.package?.name ?? '') ? -1 : 1))).toMatchObject([
      {
        severity: 'HIGH',
        title: 'Command Injection in lodash',
        path: 'package-lock.json',
        advisory: { id: 'CVE-2021-23337', cvssScore: 7.2 },
        package: { name: 'lodash', version: '4.17.15', fixedVersion: '4.17.21' },
      },
      { severity: 'MEDIUM', package: { name: 'minimist', version: '1.2.0', fixedVersion: '0.2.1, 1.2.3' } },
      // Trivy reads a fix from the range where none is named.
      { package: { name: 'package-7', version: '0.9.0', fixedVersion: '1.0.0' } },
    ]);
  });
  it('fetches its database from an OCI registry when it has none', async () => {
    const { bytes } = await packFiles([
      { path: 'trivy.db', content: database, sizeBytes: database.length, isExecutable: false },
      { path: 'metadata.json', content: Buffer.from(metadata), sizeBytes: metadata.length, isExecutable: false },
    ]);
    const digestOf = (content: Uint8Array): string => `sha256:${createHash('sha256').update(content).digest('hex')}`;
    const config = Buffer.from('{}');
    const manifest = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        config: { mediaType: 'application/vnd.aquasec.trivy.config.v1+json', digest: digestOf(config), size: config.length },
        layers: [
          {
            mediaType: 'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip',
            digest: digestOf(bytes),
            size: bytes.length,
            annotations: { 'org.opencontainers.image.title': 'db.tar.gz' },
          },
        ],
      }),
    );
    const contents = new Map<string, Uint8Array>([
      [digestOf(bytes), bytes],
      [digestOf(config), config],
      [digestOf(manifest), manifest],
      ['2', manifest],
    ]);
    const registry = createServer((req, res) => {
      const content = contents.get(req.url?.split('/').at(-1) ?? '');
      if (req.url === '/v2/') return res.end('{}');
      if (!content) return res.writeHead(404).end();
      res.writeHead(200, {
        'content-length': content.length,
        'content-type': content === manifest ? 'application/vnd.oci.image.manifest.v1+json' : 'application/octet-stream',
        'docker-content-digest': digestOf(content),
      });
      return res.end(req.method === 'HEAD' ? undefined : content);
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void registry.close());
    await new Promise((resolve) => registry.once('listening', resolve));
    const fetched = await createTrivyEngine({
      path: trivy,
      cacheDir: join(await temporaryFolder(), 'cache'),
      dbRepository: `127.0.0.1:${(registry.address() as AddressInfo).port}/trivy-db:2`,
      isInsecure: true,
    });
    expect(fetched.reason).toBeNull();
    expect(await fetched.engine?.analyse(lodash, quietly)).toHaveLength(1);
  });
});

describe('Trivy is off, and says why', () => {
  it('where there is no program', async () => {
    expect(await findTrivy('/nowhere/trivy')).toBeNull();
    expect(await createTrivyEngine({ path: null, cacheDir: '/nowhere' })).toEqual({ engine: null, reason: expect.stringContaining('not installed') });
    expect(await createTrivyEngine({ path: '/nowhere/trivy', cacheDir: '/nowhere' })).toEqual({
      engine: null,
      reason: expect.stringContaining('cannot be used'),
    });
  });
  it('where there is no database', async () => {
    expect(await createTrivyEngine({ path: await program('exit 1'), cacheDir: await temporaryFolder() })).toEqual({
      engine: null,
      reason: expect.stringContaining('no vulnerability database'),
    });
  });
  it('where the database cannot be fetched or read', async () => {
    const path = await program("echo 'FATAL the repository is gone' >&2; exit 1");
    expect(await createTrivyEngine({ path, cacheDir: await temporaryFolder(), dbRepository: '127.0.0.1:1/db' })).toEqual({
      engine: null,
      reason: 'Trivy cannot be used: Trivy ended with 1: FATAL the repository is gone',
    });
    expect((await createTrivyEngine({ path, cacheDir: await cacheWith({ 'metadata.json': '{' }) })).engine).toBeNull();
    expect((await createTrivyEngine({ path, cacheDir: await cacheWith({ 'metadata.json': '{"UpdatedAt":"never"}' }) })).engine).toBeNull();
  });
});

describe('a run that fails is never taken for a clean one', () => {
  it.each([
    ['an error', 'echo "FATAL no" >&2; exit 1', 'Trivy ended with 1: FATAL no'],
    ['no output', 'exit 0', 'Unexpected end'],
    ['something else', 'echo "{}"', 'no report of version 2'],
    ['half a report', 'echo \'{"SchemaVersion":2,"Results":[\'', 'JSON'],
    ['a finding without a package', 'echo \'{"SchemaVersion":2,"Results":[{"Vulnerabilities":[{"VulnerabilityID":"CVE-1"}]}]}\'', 'without an id, a package'],
  ])('%s', async (_what, script, message) => {
    await expect((await engineWith(script)).analyse(lodash, quietly)).rejects.toThrow(message);
  });
  it('a time limit', async () => {
    await expect((await engineWith('sleep 20; echo no', 500)).analyse(lodash, quietly)).rejects.toMatchObject({ name: 'TimeoutError' });
  });
  it('a stop: the program is gone before the answer', async () => {
    const marker = join(await temporaryFolder(), 'pid');
    const engine = await engineWith(`echo $$ > ${marker}; sleep 20`);
    const controller = new AbortController();
    const running = engine.analyse(lodash, { ...quietly, signal: controller.signal });
    await expect.poll(async () => Number(await readFile(marker, 'utf8').catch(() => '0')), { timeout: 10_000 }).toBeGreaterThan(0);
    const pid = Number(await readFile(marker, 'utf8'));
    controller.abort(new Error('stopped'));
    await expect(running).rejects.toThrow('stopped');
    expect(() => process.kill(pid, 0)).toThrow();
  });
});

describe('what Trivy gets to see', () => {
  it('a bill of materials in a folder of its own, and nothing of our environment', async () => {
    const out = await temporaryFolder();
    process.env.SECRET_OF_OURS = 'x';
    onTestFinished(() => void delete process.env.SECRET_OF_OURS);
    const engine = await engineWith(`env > ${out}/env; pwd > ${out}/pwd; for last; do :; done; cp "$last" ${out}/bom.json; echo '{"SchemaVersion":2}'`);
    expect(await engine.analyse(lodash, quietly)).toEqual([]);
    expect(JSON.parse(await readFile(join(out, 'bom.json'), 'utf8'))).toMatchObject({
      bomFormat: 'CycloneDX',
      components: [{ purl: 'pkg:npm/lodash@4.17.15' }],
    });
    expect(await readFile(join(out, 'env'), 'utf8')).not.toContain('SECRET_OF_OURS');
    await expect(access((await readFile(join(out, 'pwd'), 'utf8')).trim())).rejects.toThrow();
  });
});

describe('a report', () => {
  it('gives no address that a browser should not open, and no score out of range', () => {
    const report = JSON.stringify({
      SchemaVersion: 2,
      Results: [
        {
          Vulnerabilities: [
            {
              VulnerabilityID: 'CVE-1',
              PkgName: 'p',
              InstalledVersion: '1',
              Severity: 'STRANGE',
              PrimaryURL: 'javascript:alert(1)',
              CVSS: { a: { V3Score: 99 }, b: { V3Score: 5 } },
              VendorIDs: ['GHSA-1'],
            },
          ],
        },
        { Target: 'x' },
      ],
    });
    expect(findingsOf(report, [])).toEqual([
      {
        kind: 'VULNERABILITY',
        severity: 'UNKNOWN',
        title: 'CVE-1 in p',
        path: null,
        advisory: { id: 'CVE-1', aliases: ['GHSA-1'], url: null, cvssScore: 5 },
        package: { name: 'p', version: '1', fixedVersion: null },
        suggestion: null,
      },
    ]);
  });
});
