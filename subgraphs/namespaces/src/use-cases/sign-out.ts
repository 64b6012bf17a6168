import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { sessions } from '../repository.ts';
import type { Validity } from '../validity.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly validity: Validity;
  readonly audit: Audit;
}

/**
 * Ends the session that asks, with its refresh and access tokens and its sockets: here at once, in other processes within 5 seconds.
 * Signing out again changes nothing.
 * @throws UNAUTHENTICATED for anonymous
 * @throws FORBIDDEN for API keys, which have no session
 */
export const signOut =
  ({ transaction, clock, validity, audit }: Dependencies) =>
  async (principal: Principal, origin: RequestOrigin): Promise<{ readonly endedAt: Date }> => {
    if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
    const { sessionId } = principal;
    if (sessionId === null)
      throw new RegistryError('FORBIDDEN', { reason: 'An API key has no session to end.', suggestion: 'Revoke the key: gati token revoke' });

    const endedAt = await transaction(async (locked) => {
      const now = clock();
      if (await sessions(locked).end(sessionId, { endedAt: now, endReason: 'signed out' })) {
        await audit.record(locked, {
          actor: principal,
          action: 'session.end',
          subject: `@${principal.handle}`,
          details: { sessionId, why: 'signed out' },
          origin,
        });
        return now;
      }
      return (await sessions(locked).find(sessionId))?.endedAt ?? now;
    });
    await validity.forgetSession(sessionId);
    return { endedAt };
  };
