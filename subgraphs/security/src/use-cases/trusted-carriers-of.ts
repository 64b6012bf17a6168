import type { Digest } from '@gati/identifiers';
import type { Tables } from '../ports.ts';
import { signatures } from '../repository.ts';

/** In the caller's transaction: digests of the manifests that carry a signature of the subject which counts: taking the last of them away is like unpublishing. */
export async function trustedCarriersOf(tables: Tables, artifactId: string, digest: Digest): Promise<ReadonlySet<string>> {
  const rows = await signatures(tables).ofManifests([{ artifactId, digest }]);
  return new Set(rows.filter(({ status, predicateType }) => status === 'valid' && predicateType === null).map(({ carrierDigest }) => carrierDigest));
}
