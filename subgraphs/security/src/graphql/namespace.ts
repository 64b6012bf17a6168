import type { Context } from './context.ts';
import { showSigningKey } from './shapes.ts';

interface Reference {
  readonly id: string;
}

/** The schema's promise; a namespace cannot register more. */
const keysMax = 100;

export const namespace = {
  // Namespaces are public, and whoever gives us an id has met it in one.
  __resolveReference: ({ id }: Reference) => ({ id }),
  signingKeys: async ({ id }: Reference, _: unknown, { signingKeys }: Context) => (await signingKeys.load(id)).slice(0, keysMax).map(showSigningKey),
  // Keyless identities cannot be registered yet, so none is trusted.
  signingIdentities: () => [],
};
