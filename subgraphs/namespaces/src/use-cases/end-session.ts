import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { z } from 'zod';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { sessions, type ListedSession } from '../repository.ts';
import { assertMayEndSessions } from '../rules/account-rights.ts';
import type { Validity } from '../validity.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly validity: Validity;
  readonly audit: Audit;
}

/**
 * Ends one of the account's own sessions with its tokens and sockets: here at once, in other processes within 5 seconds. Ending it again changes nothing.
 * @throws UNAUTHENTICATED for anonymous
 * @throws FORBIDDEN for an API key without the scope admin
 * @throws NOT_FOUND also for the session of another account
 */
export const endSession =
  ({ transaction, clock, validity, audit }: Dependencies) =>
  async (principal: Principal, id: string, origin: RequestOrigin): Promise<ListedSession> => {
    const { accountId, handle } = assertMayEndSessions(principal);
    const missing = new RegistryError('NOT_FOUND', { reference: `session ${id.slice(0, 80)}` });
    if (!z.guid().safeParse(id).success) throw missing;

    const ended = await transaction(async (locked) => {
      const session = await sessions(locked).findListed(id);
      if (session?.accountId !== accountId) throw missing;
      const endedAt = clock();
      if (!(await sessions(locked).end(id, { endedAt, endReason: 'ended by its owner' }))) return session;
      await audit.record(locked, {
        actor: principal,
        action: 'session.end',
        subject: `@${handle}`,
        details: { sessionId: id, why: 'ended by its owner' },
        origin,
      });
      return { ...session, endedAt };
    });
    await validity.forgetSession(id);
    return ended;
  };
