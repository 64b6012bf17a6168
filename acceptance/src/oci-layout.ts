import { packFiles } from '@gati/archive';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

type Algorithm = 'sha256' | 'sha512';
interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: object;
}

const image = 'application/vnd.oci.image.manifest.v1+json';
const index = 'application/vnd.oci.image.index.v1+json';

/** Writes an OCI image layout (image specification 1.1, "Image Layout") with one image, or an index of one image for each architecture. @returns the digest of what is tagged `1.0.0` */
export async function writeLayout(
  folder: string,
  { text, architectures, algorithm = 'sha256' }: { readonly text: string; readonly architectures: readonly string[]; readonly algorithm?: Algorithm },
): Promise<string> {
  const blobs = join(folder, 'blobs', algorithm);
  await mkdir(blobs, { recursive: true });
  const put = async (content: string | Uint8Array, mediaType: string): Promise<Descriptor> => {
    const hex = createHash(algorithm).update(content).digest('hex');
    await writeFile(join(blobs, hex), content);
    return { mediaType, digest: `${algorithm}:${hex}`, size: Buffer.byteLength(content) };
  };
  const images: Descriptor[] = [];
  for (const architecture of architectures) {
    const content = Buffer.from(`${text} for ${architecture}`);
    const { bytes } = await packFiles([{ path: 'text', sizeBytes: content.length, isExecutable: false, content }]);
    const config = {
      architecture,
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [`sha256:${createHash('sha256').update(gunzipSync(bytes)).digest('hex')}`] },
    };
    const manifest = {
      schemaVersion: 2,
      mediaType: image,
      config: await put(JSON.stringify(config), 'application/vnd.oci.image.config.v1+json'),
      layers: [await put(bytes, 'application/vnd.oci.image.layer.v1.tar+gzip')],
    };
    images.push({ ...(await put(JSON.stringify(manifest), image)), platform: { architecture, os: 'linux' } });
  }
  const top = images.length === 1 ? images[0]! : await put(JSON.stringify({ schemaVersion: 2, mediaType: index, manifests: images }), index);
  await writeFile(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  const tagged = { ...top, annotations: { 'org.opencontainers.image.ref.name': '1.0.0' } };
  await writeFile(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, mediaType: index, manifests: [tagged] }));
  return top.digest;
}

/** The digest of the first thing that a layout holds. */
export async function digestIn(folder: string): Promise<string> {
  const { manifests } = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')) as { manifests: readonly [Descriptor] };
  return manifests[0].digest;
}
