/** Where clients get tokens, and how a refusal tells them (distribution, "Token Authentication Specification"). */
export interface Challenges {
  readonly realm: string;
  readonly service: string;
  /** The header of a 401. @param scope  what the client needs, where it is known */
  readonly bearer: (options?: { readonly scope?: string | null; readonly error?: 'invalid_token' | 'insufficient_scope' | null }) => string;
  /** The header of a 401 at the token route itself. */
  readonly basic: () => string;
}

/** @param publicUrl  the origin of the registry, never taken from a request */
export function createChallenges(publicUrl: string): Challenges {
  const realm = `${publicUrl}/v2/token`;
  const service = new URL(publicUrl).host;
  return {
    realm,
    service,
    bearer: ({ scope, error } = {}) =>
      [`Bearer realm="${realm}"`, `service="${service}"`, ...(scope ? [`scope="${scope}"`] : []), ...(error ? [`error="${error}"`] : [])].join(','),
    basic: () => `Basic realm="${realm}", charset="UTF-8"`,
  };
}
