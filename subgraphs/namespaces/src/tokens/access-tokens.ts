import type { KnownPrincipal, Scope } from '@gati/authority';
import { z } from 'zod';
import { createSignedTokens, type SignedTokens } from './signed-tokens.ts';

/** RFC 9068 names the claims; a session may do all that its account may. */
const claims = z.object({ sub: z.guid(), sid: z.guid(), handle: z.string(), scope: z.literal('read publish admin') });

/** What a signed-in client presents to everything but the OCI door. */
export interface AccessTokens {
  readonly mint: (
    session: { readonly accountId: string; readonly handle: string; readonly sessionId: string },
    issuedAt: Date,
  ) => Promise<{ readonly token: string; readonly expiresAt: Date }>;
  /** Who was signed in when the token was made; whether the session goes on is asked elsewhere. @throws UNAUTHENTICATED */
  readonly verify: (token: string) => Promise<KnownPrincipal & { readonly sessionId: string }>;
}

export const accessTokenLifetimeSeconds = 15 * 60;
const allScopes: readonly Scope[] = ['read', 'publish', 'admin'];

/** Who acts with an account's own password: all that the account may. @param sessionId  null where the password opened no session */
export const principalOfAccount = ({ id, handle }: { readonly id: string; readonly handle: string }, sessionId: string | null): KnownPrincipal => ({
  kind: 'user',
  accountId: id,
  handle,
  sessionId,
  apiKeyId: null,
  scopes: new Set(allScopes),
  limitedTo: null,
});

/** @param publicUrl  issuer and audience: a token of one installation means nothing to another */
export function createAccessTokens(signing: Omit<Parameters<typeof createSignedTokens>[1], 'issuer'>, publicUrl: string): AccessTokens {
  const tokens: SignedTokens<z.infer<typeof claims>> = createSignedTokens(
    { type: 'at+jwt', audience: publicUrl, lifetimeSeconds: accessTokenLifetimeSeconds, claims },
    { ...signing, issuer: publicUrl },
  );
  return {
    mint: ({ accountId, handle, sessionId }, issuedAt) => tokens.mint({ sub: accountId, sid: sessionId, handle, scope: 'read publish admin' }, issuedAt),
    verify: async (token) => {
      const { sub, sid, handle } = await tokens.verify(token);
      return { ...principalOfAccount({ id: sub, handle }, sid), sessionId: sid };
    },
  };
}
