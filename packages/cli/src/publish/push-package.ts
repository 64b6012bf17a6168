import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryOf, type ArtifactName } from '@gati/identifiers';
import { bytesSource, type BlobSource, type OciClient } from '@gati/sdk/oci';
import { bundleReferrer, signManifest } from '@gati/signatures';
import { formatBytes, plural } from '../console/format.ts';
import type { Context } from '../context.ts';
import type { SigningKey } from '../signing/open-signing-key.ts';
import { readIfThere, writeWhole } from '../store/write-file.ts';
import type { PackedPackage } from './pack-package.ts';

export interface PushInput {
  readonly name: ArtifactName;
  readonly version: string;
  readonly packed: PackedPackage;
  readonly key: SigningKey;
  /** Label that shall follow when the version is admitted. */
  readonly label: string | undefined;
  readonly isPrivate: boolean;
}

/** Asked for by the header only: an artifact that is there keeps its visibility. */
const privately = { 'gati-visibility': 'private' };
/** Uploads smaller than this are not worth remembering. */
const rememberedMinBytes = 8 * 2 ** 20;
const shownDigestLength = 'sha256:'.length + 12;

/** Pushes a package and its signature: the blobs that the registry lacks, the manifest by its version and label, then the signature that admits it.
 *  Nothing is visible to others before the signature; a push that is cut off leaves a staged version at most, and running it again goes on. */
export async function pushPackage(context: Context, input: PushInput): Promise<void> {
  const { name, version, packed, key, label, isPrivate } = input;
  const repository = context.repository(repositoryOf(name), ['pull', 'push']);
  const headers = isPrivate ? privately : {};
  await uploadMissing(context, repository, [packed.config, packed.layer], headers);

  const { manifest } = packed;
  await repository.putManifest(version, manifest, { headers });
  if (label !== undefined) await repository.putManifest(label, manifest, { headers });

  const referrer = bundleReferrer(
    { mediaType: manifest.mediaType, digest: manifest.digest, size: manifest.bytes.length },
    signManifest({ digest: manifest.digest, privateKey: key.privateKey }),
  );
  await Promise.all([referrer.config, referrer.layer].map(({ bytes, digest }) => repository.uploadBlob(bytesSource(bytes, digest), { headers })));
  await repository.putManifest(referrer.manifest.digest, referrer.manifest, { headers });
}

/** Sends again what the registry lost of a published version, and nothing where it has everything: whatever names these bytes works as before.
 *  @returns what was sent */
export function sendLost(context: Context, name: ArtifactName, { config, layer }: PackedPackage): Promise<readonly BlobSource[]> {
  return uploadMissing(context, context.repository(repositoryOf(name), ['pull', 'push']), [config, layer], {});
}

async function uploadMissing(
  context: Context,
  repository: OciClient,
  sources: readonly BlobSource[],
  headers: Readonly<Record<string, string>>,
): Promise<readonly BlobSource[]> {
  const { output } = context;
  const startedAt = performance.now();
  const task = output.task('looking for what the registry has already');
  try {
    const present = await Promise.all(sources.map(({ digest }) => repository.headBlob(digest)));
    const missing = sources.filter((_source, index) => present[index] === null);
    const totalBytes = missing.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const sent = new Map<string, number>();
    const show = (): void => {
      const sentBytes = [...sent.values()].reduce((sum, bytes) => sum + bytes, 0);
      task.update(`uploading ${formatBytes(sentBytes)} of ${formatBytes(totalBytes)}`, totalBytes === 0 ? 1 : sentBytes / totalBytes);
    };
    await Promise.all(
      missing.map(async (source) => {
        const part = source.sizeBytes < rememberedMinBytes ? null : task.part(`${source.digest.slice(0, shownDigestLength)}  ${formatBytes(source.sizeBytes)}`);
        await uploadOnce(context, repository, source, headers, (sentBytes) => {
          sent.set(source.digest, sentBytes);
          part?.update(sentBytes / source.sizeBytes);
          show();
        });
        part?.end();
      }),
    );
    const took = ((performance.now() - startedAt) / 1_000).toFixed(1);
    task.done(
      missing.length === 0 ? 'upload: the registry has everything already' : `upload: ${plural(missing.length, 'blob')}, ${formatBytes(totalBytes)}, ${took} s`,
    );
    return missing;
  } finally {
    task.drop();
  }
}

/** Uploads one blob; a large one leaves a note of where it stands, so that a later run goes on. */
async function uploadOnce(
  { settings }: Context,
  repository: OciClient,
  source: BlobSource,
  headers: Readonly<Record<string, string>>,
  onProgress: (sentBytes: number) => void,
): Promise<void> {
  if (source.sizeBytes < rememberedMinBytes) return repository.uploadBlob(source, { headers, onProgress });
  const note = join(settings.cacheFolder, 'uploads', source.digest.replace(':', '-'));
  const session = (await readIfThere(note)) ?? undefined;
  let writing = Promise.resolve();
  const onSession = (address: string): void => {
    writing = writing.then(() => writeWhole(note, address, 0o600));
  };
  await repository.uploadBlob(source, { headers, onProgress, session, onSession });
  await writing;
  await rm(note, { force: true });
}
