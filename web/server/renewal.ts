import type { Session } from '#web/server/session.ts';

/** What became of a session that was about to end. */
export type Renewal = { readonly outcome: 'renewed'; readonly session: Session } | { readonly outcome: 'ended' } | { readonly outcome: 'unknown' };

interface Dependencies {
  /** Spends a refresh token at the registry. `unknown` when the registry could not be asked: the session may still be good. */
  readonly spend: (refreshToken: string) => Promise<Renewal>;
  readonly nowMs: () => number;
}

/** Renew this long before the access token ends, so that no request is sent with a token that expires on its way. */
const marginMs = 60_000;
/** Requests that left the browser before it had the new cookie still carry the old one: they get the same successor for this long, as the registry itself grants. */
const graceMs = 10_000;
/** Rotations remembered at once; beyond it the oldest are forgotten. */
const rememberedAtMost = 10_000;

/** Renews sessions early and once: however many requests carry the same refresh token at the same time, it is spent one time, because spending it twice would look like theft and end the session. */
export function createRenewal({ spend, nowMs }: Dependencies) {
  const running = new Map<string, { readonly renewal: Promise<Renewal>; readonly forgetAtMs: () => number }>();

  const start = (refreshToken: string): Promise<Renewal> => {
    let forgetAtMs = Number.POSITIVE_INFINITY;
    const renewal = spend(refreshToken).finally(() => (forgetAtMs = nowMs() + graceMs));
    running.set(refreshToken, { renewal, forgetAtMs: () => forgetAtMs });
    return renewal;
  };

  const forgetOld = (): void => {
    for (const [token, { forgetAtMs }] of running) {
      if (forgetAtMs() > nowMs() && running.size <= rememberedAtMost) return;
      running.delete(token);
    }
  };

  return {
    /** Whether the session's access token has ended or will within a minute. */
    isDue: (session: Session): boolean => session.expiresAtMs - nowMs() < marginMs,
    /** The session that follows this one. */
    renew: async (session: Session): Promise<Renewal> => {
      forgetOld();
      const renewal = await (running.get(session.refreshToken)?.renewal ?? start(session.refreshToken));
      if (renewal.outcome === 'unknown') running.delete(session.refreshToken);
      return renewal;
    },
  };
}
