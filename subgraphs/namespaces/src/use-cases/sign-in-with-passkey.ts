import type { RequestOrigin } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import type { AttemptLimits } from '../limits.ts';
import type { PasskeyChecks } from '../passkey-checks.ts';
import type { SessionOpener, SessionTokens } from '../sessions.ts';
import { principalOfAccount } from '../tokens/access-tokens.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly limits: Pick<AttemptLimits, 'passkeyChallenge'>;
  readonly passkeyChecks: PasskeyChecks;
  readonly sessionOpener: SessionOpener;
  readonly audit: Audit;
}

/**
 * Opens a session for a passkey alone: what the person has, and what the authenticator knows the person by. The session counts as confirmed.
 * @param answer  what the browser got from the authenticator, as JSON
 * @throws UNAUTHENTICATED for an unknown passkey, a wrong signature, and an answer that is late or was used
 * @throws RATE_LIMITED by address
 */
export const signInWithPasskey =
  ({ transaction, limits, passkeyChecks, sessionOpener, audit }: Dependencies) =>
  async ({ answer, clientName }: { readonly answer: string; readonly clientName: string | null }, origin: RequestOrigin): Promise<SessionTokens> => {
    await limits.passkeyChallenge(origin);
    const account = await passkeyChecks.verify(answer);
    if (!account) throw new RegistryError('UNAUTHENTICATED', { reason: 'The passkey is unknown here, or its answer came too late.', suggestion: 'Try again.' });
    const opened = await transaction(async (locked) => {
      const session = await sessionOpener.open(locked, account, clientName, { method: 'passkey', isConfirmed: true, origin });
      await audit.record(locked, {
        actor: principalOfAccount(account, session.sessionId),
        action: 'session.start',
        subject: `@${account.handle}`,
        details: { sessionId: session.sessionId, by: 'passkey' },
        origin,
      });
      return session;
    });
    return sessionOpener.answer(opened);
  };
