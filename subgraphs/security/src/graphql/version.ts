import type { VersionFacts } from '../index.ts';
import type { Context } from './context.ts';
import { showScan } from './scan.ts';

export const version = {
  __resolveReference: async ({ id }: { readonly id: string }, { version: versions }: Context) => {
    const facts = await versions.load(id);
    return facts && { id, facts };
  },

  signature: async ({ facts }: Readable, _: unknown, { signatures }: Context) => {
    const { signature } = await signatures.load(facts);
    // No log is asked yet: what counts is when the signature arrived.
    return { status: signature.status, signedBy: signature.signer, signedAt: signature.signedAt, transparencyLog: null };
  },

  attestations: async ({ facts }: Readable, _: unknown, { signatures }: Context) => (await signatures.load(facts)).attestations,

  sbom: async ({ facts }: Readable, _: unknown, { bill }: Context) => {
    const found = await bill.load(facts.digest);
    return found && { format: found.format.toUpperCase(), digest: found.documentDigest, componentCount: found.componentCount };
  },

  scan: async ({ id }: Readable, _: unknown, { scan }: Context) => {
    const found = await scan.load(id);
    return found && showScan(found);
  },
};

interface Readable {
  readonly id: string;
  readonly facts: VersionFacts;
}
