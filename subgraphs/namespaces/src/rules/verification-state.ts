const hour = 60 * 60_000;
/** How long a challenge can be answered. */
export const challengeLifetimeMs = 7 * 24 * hour;
/** How long a badge outlives the last look that saw its proof: a name server that is moved or a weekend without a web server takes no badge away. */
export const badgeGraceMs = 72 * hour;
/** How often the registry looks by itself: for what was seen, for what has been missed since, and for what was never seen. */
export const lookAgainAfterMs = { seen: 24 * hour, missed: 6 * hour, awaited: hour } as const;

export type VerificationStatus = 'pending' | 'verified' | 'failed' | 'lapsed';

/** What a look for a proof found. Where nothing could be looked at, nothing was found. */
export type Finding = { readonly isFound: true; readonly subjectId: string | null } | { readonly isFound: false; readonly failure: string };

/** What changes about a verification by a look. */
export interface VerificationState {
  readonly status: VerificationStatus;
  readonly failure: string | null;
  readonly verifiedAt: Date | null;
  readonly expiresAt: Date;
  readonly nextCheckAt: Date | null;
}

/** Where a proof stands after somebody looked for it. */
export function stateAfter(state: VerificationState, finding: Finding, now: Date): VerificationState {
  const after = (ms: number) => new Date(now.getTime() + ms);
  if (finding.isFound) return { status: 'verified', failure: null, verifiedAt: now, expiresAt: after(badgeGraceMs), nextCheckAt: after(lookAgainAfterMs.seen) };
  const { failure } = finding;
  if (state.status === 'verified') {
    if (now < state.expiresAt)
      return { ...state, failure, nextCheckAt: new Date(Math.min(after(lookAgainAfterMs.missed).getTime(), state.expiresAt.getTime())) };
    return { ...state, status: 'lapsed', failure, expiresAt: after(challengeLifetimeMs), nextCheckAt: null };
  }
  if (state.status === 'lapsed') return { ...state, failure, nextCheckAt: null };
  return { ...state, status: 'failed', failure, nextCheckAt: now < state.expiresAt ? after(lookAgainAfterMs.awaited) : null };
}

/** Whether a challenge can no longer be answered; what was seen is looked for as long as its badge stands. */
export const isOver = ({ status, expiresAt }: VerificationState, now: Date): boolean => status !== 'verified' && now >= expiresAt;
