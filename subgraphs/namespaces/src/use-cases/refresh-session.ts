import { anonymous, type RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { Log, RunTransaction } from '../dependencies.ts';
import { hashSecret, isSecretText, type InstallationKeys } from '../installation-keys.ts';
import { refreshTokens, sessions } from '../repository.ts';
import { planRotation, refreshLifetimeMs } from '../rules/refresh-rotation.ts';
import { addressLengthMax, type OpenedSession, type SessionOpener, type SessionTokens } from '../sessions.ts';
import type { Validity } from '../validity.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly installationKeys: Pick<InstallationKeys, 'successorOf'>;
  readonly sessionOpener: SessionOpener;
  readonly validity: Validity;
  readonly audit: Audit;
  readonly log: Log;
}

/** Where a session is used now; nothing where nobody knows, so that what was known stays. */
const placeOf = ({ clientAddress }: RequestOrigin) => (clientAddress === undefined ? {} : { address: clientAddress.slice(0, addressLengthMax) });

/**
 * Exchanges a refresh token for new tokens; it is spent by that. Presented again within 10 seconds it gets the very same answer, later it ends the session:
 * then two hold it, and one of them stole it (RFC 9700, 4.14.2). The successor is computed from the token, so nothing that could be stolen is stored.
 * @throws UNAUTHENTICATED for an unknown, expired or spent token, and when the session has ended
 */
export const refreshSession =
  ({ transaction, clock, installationKeys, sessionOpener, validity, audit, log }: Dependencies) =>
  async (refreshToken: string, origin: RequestOrigin): Promise<SessionTokens> => {
    const refused = new RegistryError('UNAUTHENTICATED', { reason: 'The refresh token is not valid, or not any more.' });
    if (!isSecretText('refresh', refreshToken)) throw refused;
    const hash = hashSecret(refreshToken);

    const outcome = await transaction(async (locked): Promise<OpenedSession | { readonly reusedIn: string } | null> => {
      const found = await refreshTokens(locked).lock(hash);
      if (!found) return null;
      const { session, account } = found;
      const now = clock();
      const answer = { sessionId: session.id, account, refreshToken: installationKeys.successorOf(refreshToken) };
      switch (planRotation(found, now)) {
        case 'rotate': {
          const expiresAt = new Date(now.getTime() + refreshLifetimeMs);
          await refreshTokens(locked).spend(hash, now);
          await refreshTokens(locked).insert({ hash: hashSecret(answer.refreshToken), sessionId: session.id, issuedAt: now, expiresAt });
          await sessions(locked).prolong(session.id, { lastUsedAt: now, expiresAt, ...placeOf(origin) });
          return { ...answer, at: now };
        }
        case 'repeat':
          return { ...answer, at: found.token.spentAt ?? now };
        case 'reused':
          await sessions(locked).end(session.id, { endedAt: now, endReason: 'refresh token used again' });
          await audit.record(locked, {
            actor: anonymous,
            action: 'session.end',
            subject: `@${account.handle}`,
            details: { sessionId: session.id, why: 'refresh token used again' },
            origin,
          });
          return { reusedIn: session.id };
        case 'refused':
          return null;
      }
    });

    if (outcome === null) throw refused;
    if ('reusedIn' in outcome) {
      log.warn({ sessionId: outcome.reusedIn, origin }, 'a spent refresh token was used again; its session has ended');
      await validity.forgetSession(outcome.reusedIn);
      throw refused;
    }
    return sessionOpener.answer(outcome);
  };
