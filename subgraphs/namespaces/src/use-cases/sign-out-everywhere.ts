import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { sessions } from '../repository.ts';
import { assertMayEndSessions } from '../rules/account-rights.ts';
import type { Validity } from '../validity.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly validity: Validity;
  readonly audit: Audit;
}

/**
 * Ends all sessions of the account, or all but the one that asks, in one transaction: here at once, in other processes within 5 seconds.
 * API keys go on; each is revoked by itself.
 * @throws UNAUTHENTICATED for anonymous
 * @throws FORBIDDEN for an API key without the scope admin
 */
export const signOutEverywhere =
  ({ transaction, clock, validity, audit }: Dependencies) =>
  async (
    principal: Principal,
    { keepThis }: { readonly keepThis: boolean },
    origin: RequestOrigin,
  ): Promise<{ readonly endedAt: Date; readonly endedCount: number }> => {
    const { accountId, handle, sessionId } = assertMayEndSessions(principal);
    const endedAt = clock();
    const ended = await transaction(async (locked) => {
      const ids = await sessions(locked).endAll(accountId, { endedAt, endReason: 'signed out everywhere', but: keepThis ? sessionId : null });
      if (ids.length > 0) {
        await audit.record(locked, {
          actor: principal,
          action: 'session.end-all',
          subject: `@${handle}`,
          details: { sessionIds: ids, why: 'signed out everywhere' },
          origin,
        });
      }
      return ids;
    });
    await Promise.all(ended.map(validity.forgetSession));
    return { endedAt, endedCount: ended.length };
  };
