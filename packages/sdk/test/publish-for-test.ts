import { repositoryOf, sha256Of, type ArtifactName } from '@gati/identifiers';
import type { TestRegistry, VersionRecord } from '@gati/testkit/registry';
import { bytesSource, createOciClient, manifestMediaType } from '../src/oci/index.ts';

/** Pushes a version with one empty layer by the account's token and, unless told otherwise, something that refers to it, which this registry takes for a signature. */
export async function publishForTest(
  registry: TestRegistry,
  handle: string,
  manifest: { name: string; version: string },
  { isSigned = true } = {},
): Promise<VersionRecord> {
  const { world, url } = registry;
  const token = world.sessions.find((session) => session.handle === handle)!.accessToken;
  const repository = createOciClient({ registry: url, repository: repositoryOf(manifest.name as ArtifactName), token, actions: ['pull', 'push'] });
  const config = new TextEncoder().encode(JSON.stringify({ ...manifest, type: 'module' }));
  await repository.uploadBlob(bytesSource(config));
  const bytes = new TextEncoder().encode(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestMediaType,
      config: { mediaType: 'application/vnd.gati.manifest.v1+json', digest: sha256Of(config), size: config.length },
      layers: [],
    }),
  );
  await repository.putManifest(manifest.version, { bytes, mediaType: manifestMediaType });
  if (isSigned) {
    const subject = { mediaType: manifestMediaType, digest: sha256Of(bytes), size: bytes.length };
    const empty = new TextEncoder().encode('{}');
    await repository.uploadBlob(bytesSource(empty));
    const referrer = new TextEncoder().encode(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: manifestMediaType,
        artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: sha256Of(empty), size: 2 },
        layers: [],
        subject,
      }),
    );
    await repository.putManifest(sha256Of(referrer), { bytes: referrer, mediaType: manifestMediaType });
  }
  return world.artifacts.get(manifest.name as ArtifactName)!.versions.get(manifest.version)!;
}
