import { anonymous, type Principal } from '@gati/authority';
import { z } from 'zod';
import { createSignedTokens } from './signed-tokens.ts';

/** What a token lets its bearer try in one repository. What it may really do is decided for each request. */
export interface RepositoryAccess {
  /** `<handle>/<name>`. */
  readonly repository: string;
  readonly actions: readonly ('pull' | 'push' | 'delete')[];
}

/** Tokens of the OCI door (Docker token authentication); GraphQL refuses them, and this door all others. */
export interface OciTokens {
  readonly mint: (
    principal: Principal,
    access: readonly RepositoryAccess[],
  ) => Promise<{ readonly token: string; readonly expiresInSeconds: number; readonly issuedAt: Date }>;
  /** @throws UNAUTHENTICATED for what is expired, forged or of another kind, and once the session or key behind it has ended */
  readonly verify: (token: string) => Promise<{ readonly principal: Principal; readonly access: readonly RepositoryAccess[] }>;
}

export const ociTokenLifetimeSeconds = 5 * 60;

/** `access` is written as the Docker registry's token specification has it. */
const claims = z.object({
  access: z.array(z.object({ type: z.literal('repository'), name: z.string(), actions: z.array(z.enum(['pull', 'push', 'delete'])) })),
  /** Who asks; absent for anonymous. */
  principal: z
    .object({
      kind: z.enum(['user', 'robot']),
      accountId: z.guid(),
      handle: z.string(),
      sessionId: z.guid().nullable(),
      apiKeyId: z.guid().nullable(),
      scopes: z.array(z.enum(['read', 'publish', 'admin'])),
      limitedTo: z.array(z.string()).nullable(),
    })
    .optional(),
});
type Claims = z.infer<typeof claims>;

/** Made anew for each token, so that nothing but what is named here ever enters one. */
const writePrincipal = (principal: Principal): Pick<Claims, 'principal'> => {
  if (principal.kind === 'anonymous') return {};
  const { kind, accountId, handle, sessionId, apiKeyId, scopes, limitedTo } = principal;
  return { principal: { kind, accountId, handle, sessionId, apiKeyId, scopes: [...scopes], limitedTo: limitedTo && [...limitedTo] } };
};
const readPrincipal = ({ principal }: Claims): Principal =>
  principal ? { ...principal, scopes: new Set(principal.scopes), limitedTo: principal.limitedTo && new Set(principal.limitedTo) } : anonymous;

export function createOciTokens(
  signing: Omit<Parameters<typeof createSignedTokens>[1], 'issuer'>,
  { publicUrl, assertStillValid }: { readonly publicUrl: string; readonly assertStillValid: (principal: Principal) => Promise<void> },
): OciTokens {
  const tokens = createSignedTokens<Claims>(
    { type: 'oci+jwt', audience: `${publicUrl}/v2`, lifetimeSeconds: ociTokenLifetimeSeconds, claims },
    { ...signing, issuer: publicUrl },
  );
  return {
    mint: async (principal, access) => {
      const written = access.map(({ repository, actions }) => ({ type: 'repository' as const, name: repository, actions: [...actions] }));
      const { token, issuedAt } = await tokens.mint({ access: written, ...writePrincipal(principal) });
      return { token, issuedAt, expiresInSeconds: ociTokenLifetimeSeconds };
    },
    verify: async (token) => {
      const said = await tokens.verify(token);
      const principal = readPrincipal(said);
      await assertStillValid(principal);
      return { principal, access: said.access.map(({ name, actions }) => ({ repository: name, actions })) };
    },
  };
}
