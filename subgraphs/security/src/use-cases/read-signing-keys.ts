import type { Dependencies } from '../ports.ts';
import { signingKeys, type SigningKeyRow } from '../repository.ts';

/** The keys of each namespace, revoked ones included, newest first; public, so that clients can verify by themselves. One query. */
export const readSigningKeys =
  ({ tables }: Pick<Dependencies, 'tables'>) =>
  async (namespaceIds: readonly string[]): Promise<ReadonlyMap<string, readonly SigningKeyRow[]>> =>
    Map.groupBy(await signingKeys(tables).ofNamespaces(namespaceIds), ({ namespaceId }) => namespaceId);
