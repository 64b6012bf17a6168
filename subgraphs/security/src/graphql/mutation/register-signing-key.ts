import { parseHandle } from '@gati/identifiers';
import type { Context } from '../context.ts';
import { showSigningKey } from '../shapes.ts';

interface Input {
  readonly namespace: string;
  readonly publicKeyPem: string;
  readonly proof: string;
  readonly validFrom?: Date | null;
}

export const registerSigningKey = async (_: unknown, { input }: { readonly input: Input }, { principal, security, origin }: Context) => {
  const { publicKeyPem, proof, validFrom = null } = input;
  const key = await security.registerSigningKey(principal, {
    namespace: parseHandle(input.namespace, 'input.namespace'),
    publicKeyPem,
    proof,
    validFrom,
    origin,
  });
  return { signingKey: showSigningKey(key) };
};
