/** How long a refresh token can be exchanged, and with it how long a session lasts unused. */
export const refreshLifetimeMs = 30 * 24 * 60 * 60_000;
/**
 * How long a spent token is answered with the same successor: several web replicas, or a client whose connection broke, exchange one token twice
 * without being thieves (OAuth 2.0 Security BCP, RFC 9700, 4.14.2, leaves the window to us).
 */
export const rotationGraceMs = 10_000;

export interface RefreshState {
  readonly token: { readonly expiresAt: Date; readonly spentAt: Date | null };
  readonly session: { readonly endedAt: Date | null };
}

/**
 * What becomes of a refresh token that is presented now.
 * `rotate`: it is spent and gets its successor · `repeat`: the answer from when it was spent is given again ·
 * `reused`: somebody else holds it too, the session ends · `refused`: nothing happens.
 */
export function planRotation({ token, session }: RefreshState, now: Date): 'rotate' | 'repeat' | 'reused' | 'refused' {
  if (session.endedAt) return 'refused';
  if (token.spentAt) return now.getTime() < token.spentAt.getTime() + rotationGraceMs ? 'repeat' : 'reused';
  return now < token.expiresAt ? 'rotate' : 'refused';
}
