import { bundleReferrer, generateKeyPair, signManifest } from '@gati/signatures';
import { repositoryOf, sha256Of, type ArtifactName } from '@gati/identifiers';
import type { TestRegistry, VersionRecord } from '@gati/testkit/registry';
import { bytesSource, createOciClient, manifestMediaType } from '../src/oci/index.ts';

/** Pushes a version with one empty layer by the account's token and, unless told otherwise, signs it with a key registered for the purpose. */
export async function publishForTest(registry: TestRegistry, handle: string, manifest: { name: string; version: string }, { isSigned = true } = {}): Promise<VersionRecord> {
  const { world, url } = registry;
  const token = world.sessions.find((session) => session.handle === handle)!.accessToken;
  const repository = createOciClient({ registry: url, repository: repositoryOf(manifest.name as ArtifactName), token, actions: ['pull', 'push'] });
  const config = new TextEncoder().encode(JSON.stringify({ ...manifest, type: 'module' }));
  await repository.uploadBlob(bytesSource(config));
  const bytes = new TextEncoder().encode(
    JSON.stringify({ schemaVersion: 2, mediaType: manifestMediaType, config: { mediaType: 'application/vnd.gati.manifest.v1+json', digest: sha256Of(config), size: config.length }, layers: [] }),
  );
  await repository.putManifest(manifest.version, { bytes, mediaType: manifestMediaType });
  if (isSigned) {
    const { privateKey, publicKeyPem } = generateKeyPair();
    world.registerKey(handle, publicKeyPem);
    const referrer = bundleReferrer({ mediaType: manifestMediaType, digest: sha256Of(bytes), size: bytes.length }, signManifest({ digest: sha256Of(bytes), privateKey }));
    await repository.uploadBlob(bytesSource(referrer.config.bytes));
    await repository.uploadBlob(bytesSource(referrer.layer.bytes));
    await repository.putManifest(referrer.manifest.digest, referrer.manifest);
  }
  return world.artifacts.get(manifest.name as ArtifactName)!.versions.get(manifest.version)!;
}
