import type { SignatureStatus } from '@gati/signatures';
import type { Dependencies } from '../ports.ts';
import { readSignatures } from './read-signatures.ts';

/** For `resolve`: the registry's verdict on each version and the signature itself, which the client verifies again. Unknown versions are absent. No rights are decided here. */
export const verdictsOf = (dependencies: Pick<Dependencies, 'tables' | 'artifacts'>) => {
  const read = readSignatures(dependencies);
  return async (versionIds: readonly string[]): Promise<ReadonlyMap<string, { readonly status: SignatureStatus; readonly bundle: unknown }>> => {
    const versions = await dependencies.artifacts.versionFacts(versionIds);
    const found = await read([...versions.values()]);
    return new Map([...found].map(([versionId, { signature }]) => [versionId, { status: signature.status, bundle: signature.bundle }]));
  };
};
