import type { RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { hashSecret, isSecretText } from '../installation-keys.ts';
import { accounts, deviceLogins } from '../repository.ts';
import { planPoll, type PollPlan } from '../rules/device-login.ts';
import type { OpenedSession, SessionOpener, SessionTokens } from '../sessions.ts';
import { principalOfAccount } from '../tokens/access-tokens.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly sessionOpener: SessionOpener;
  readonly audit: Audit;
}

/**
 * Gives the program its session once the user has approved; a code gives one session.
 * @throws AUTHORIZATION_PENDING until then
 * @throws SLOW_DOWN when asked sooner than the interval, which is five seconds longer from then on
 * @throws UNAUTHENTICATED for a code that is unknown, used or over
 */
export const completeDeviceLogin =
  ({ transaction, clock, sessionOpener, audit }: Dependencies) =>
  async (deviceCode: string, origin: RequestOrigin): Promise<SessionTokens> => {
    const over = new RegistryError('UNAUTHENTICATED', { reason: 'The sign-in is over: its code was used, has expired or never was.' });
    if (!isSecretText('device', deviceCode)) throw over;
    const hash = hashSecret(deviceCode);

    // Refusals are thrown after the transaction, or what they note would be undone.
    const outcome = await transaction(async (locked): Promise<OpenedSession | Exclude<PollPlan, { kind: 'complete' }>> => {
      const login = await deviceLogins(locked).lock(hash);
      if (!login) return { kind: 'over' };
      const now = clock();
      const plan = planPoll(login, now);
      if (plan.kind === 'pending') await deviceLogins(locked).update(hash, { lastPolledAt: now });
      if (plan.kind === 'slow-down') await deviceLogins(locked).update(hash, { lastPolledAt: now, intervalSeconds: plan.intervalSeconds });
      if (plan.kind !== 'complete') return plan;

      const account = await accounts(locked).find(plan.accountId);
      if (!account) return { kind: 'over' };
      await deviceLogins(locked).update(hash, { completedAt: now });
      const session = await sessionOpener.open(locked, account, login.clientName, { method: 'device', isConfirmed: false, origin });
      await audit.record(locked, {
        actor: principalOfAccount(account, session.sessionId),
        action: 'session.start',
        subject: `@${account.handle}`,
        details: { sessionId: session.sessionId, by: 'device', clientName: login.clientName },
        origin,
      });
      return session;
    });

    if (!('kind' in outcome)) return sessionOpener.answer(outcome);
    if (outcome.kind === 'pending') throw new RegistryError('AUTHORIZATION_PENDING', {});
    if (outcome.kind === 'slow-down') throw new RegistryError('SLOW_DOWN', { intervalSeconds: outcome.intervalSeconds });
    throw over;
  };
