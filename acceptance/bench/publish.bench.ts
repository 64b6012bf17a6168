// npm run bench -- publish: how long a signed publication takes until it can be found, and until its scan has ended. The registry is a process of its own, as npm start runs it.
import { createPrivateKey } from 'node:crypto';
import { packFiles } from '@gati/archive';
import { digestOf } from '@gati/identifiers';
import { artifactTypeOf, canonicalJson, layerMediaType, manifestMediaType as configMediaType } from '@gati/manifest';
import { bytesSource, createOciClient, manifestMediaType } from '@gati/sdk/oci';
import { bundleReferrer, generateKeyPair, keyPairOf, signManifest, signProof } from '@gati/signatures';
import { createClientFor, signUp } from '../src/client.ts';
import { startRegistry } from '../src/registry.ts';
import { ms, percentile, table } from './percentiles.ts';

const publications = Number(process.argv[2] ?? 40);
const files = 20;
const fileSizeBytes = 10_000;
const goals = { searchableMs: 1_000, scannedMs: 2_000 };

const registry = await startRegistry();
try {
  const ada = await signUp(registry.url, 'ada');
  const key = keyPairOf(createPrivateKey(generateKeyPair().privateKey.export({ type: 'pkcs8', format: 'pem' })));
  await ada.ask('RegisterSigningKey', {
    input: { namespace: 'ada', publicKeyPem: key.publicKeyPem, proof: signProof({ namespace: 'ada', privateKey: key.privateKey }) },
  });
  const anyone = createClientFor(registry.url);
  const measured = { searchable: [] as number[], scanned: [] as number[] };

  for (let index = 0; index < publications; index++) {
    const name = `@ada/bench-${index}`;
    const manifest = {
      name,
      version: '1.0.0',
      type: 'module',
      description: `Number ${index} of a benchmark.`,
      license: 'MIT',
      module: { runtime: 'node', entry: 'file-0.js' },
    };
    // Text that compresses as source code does, and differs in every publication.
    const code = (file: number) =>
      Buffer.from(
        Array.from({ length: fileSizeBytes / 50 }, (_, line) =>
          `export const value${line} = ${(Math.imul(index * 7_919 + file, line + 1) >>> 0).toString(36).padEnd(12, 'x')};\n`.replace(/= (\w+)/, "= '$1'"),
        ).join(''),
      ).subarray(0, fileSizeBytes);
    const all: [string, Buffer][] = [
      ['gati.json', Buffer.from(JSON.stringify(manifest))],
      ['README.md', Buffer.from(`# ${name}\n`)],
      ...Array.from({ length: files - 2 }, (_, file): [string, Buffer] => [`file-${file}.js`, code(file)]),
    ];

    const startedAt = performance.now();
    const packed = await packFiles(all.map(([path, content]) => ({ path, content: new Uint8Array(content), sizeBytes: content.length, isExecutable: false })));
    const repository = createOciClient({ registry: registry.url, repository: name.slice(1), token: ada.token!, actions: ['pull', 'push'] });
    const [config, layer] = [bytesSource(new Uint8Array(Buffer.from(canonicalJson(manifest)))), bytesSource(packed.bytes, packed.digest)];
    const bytes = new Uint8Array(
      Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: manifestMediaType,
          artifactType: artifactTypeOf('module'),
          config: { mediaType: configMediaType, digest: config.digest, size: config.sizeBytes },
          layers: [{ mediaType: layerMediaType, digest: layer.digest, size: layer.sizeBytes }],
        }),
      ),
    );
    await Promise.all([repository.uploadBlob(config), repository.uploadBlob(layer)]);
    await repository.putManifest('1.0.0', { bytes, mediaType: manifestMediaType });
    const digest = digestOf(bytes);
    const referrer = bundleReferrer({ mediaType: manifestMediaType, digest, size: bytes.length }, signManifest({ digest, privateKey: key.privateKey }));
    await Promise.all([referrer.config, referrer.layer].map((blob) => repository.uploadBlob(bytesSource(blob.bytes, blob.digest))));
    await repository.putManifest(referrer.manifest.digest, referrer.manifest);

    const untilSearchable = async () => {
      for (;;) {
        const { search } = await anyone.ask('Search', { query: { text: name } });
        if (search.edges.some(({ node }: { node: { artifact: { name: string } } }) => node.artifact.name === name)) return performance.now() - startedAt;
      }
    };
    const untilScanned = async () => {
      const events = await createClientFor(registry.url, ada.token).follow('ScanProgress', { artifact: name, version: '1.0.0' });
      const status = events.at(-1).scanProgress.status;
      if (status !== 'CLEAN') throw new Error(`${name} ended as ${status}`);
      return performance.now() - startedAt;
    };
    const [searchable, scanned] = await Promise.all([untilSearchable(), untilScanned()]);
    measured.searchable.push(searchable);
    measured.scanned.push(scanned);
  }

  // The first ones compile and connect.
  const settled = (values: readonly number[]) => values.slice(3);
  const row = (what: string, values: readonly number[], goal: number) => [
    what,
    ms(percentile(settled(values), 0.5)),
    ms(percentile(settled(values), 0.95)),
    `< ${ms(goal)}`,
    percentile(settled(values), 0.95) < goal ? 'met' : 'MISSED',
  ];
  console.log(`${publications} publications, ${files} files, ${(files * fileSizeBytes) / 1_000} kB each, signed, one after the other\n`);
  console.log(
    table(
      ['from pack to', 'p50', 'p95', 'goal p95', ''],
      [row('searchable', measured.searchable, goals.searchableMs), row('end of the scan', measured.scanned, goals.scannedMs)],
    ),
  );
  if (percentile(settled(measured.searchable), 0.95) >= goals.searchableMs || percentile(settled(measured.scanned), 0.95) >= goals.scannedMs)
    process.exitCode = 1;
} finally {
  await registry.stop();
}
