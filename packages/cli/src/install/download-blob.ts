import type { Digest } from '@gati/identifiers';
import { isRegistryRefusal } from '@gati/sdk';
import type { DownloadOptions, OciClient } from '@gati/sdk/oci';
import { refuse } from '../refuse.ts';
import type { ChosenArtifact } from './choice.ts';

/** A config or layer of a chosen version, as `OciClient.downloadBlob` gives it.
 *  @throws NOT_FOUND, with the version's name and what heals it, when the registry serves the version and has lost these bytes */
export async function* downloadBlobOf(
  { name, version, digest: manifest }: Pick<ChosenArtifact, 'name' | 'version' | 'digest'>,
  repository: Pick<OciClient, 'downloadBlob' | 'headManifest'>,
  blob: Digest,
  options: DownloadOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* repository.downloadBlob(blob, options);
  } catch (error) {
    if (!isRegistryRefusal(error) || error.code !== 'NOT_FOUND' || (await repository.headManifest(manifest)) === null) throw error;
    throw refuse(
      'NOT_FOUND',
      `The registry has ${name}@${version} and does not have all its bytes any more: ${blob} is lost.`,
      ['Its publisher can heal it by publishing the same content again: gati publish', `Or choose another version: gati versions ${name}`],
      { reference: `${name}@${version}`, digest: blob },
    );
  }
}
