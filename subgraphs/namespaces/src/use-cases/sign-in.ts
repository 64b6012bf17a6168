import type { RequestOrigin } from '@gati/authority';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import type { SecondFactorProof, SecondFactors } from '../second-factors.ts';
import type { SessionOpener, SessionTokens } from '../sessions.ts';
import { principalOfAccount } from '../tokens/access-tokens.ts';
import type { CheckPassword } from './check-password.ts';

export interface SignIn extends SecondFactorProof {
  readonly handleOrEmail: string;
  readonly password: string;
  /** What the client calls itself; null when it says nothing. */
  readonly clientName?: string | null;
}

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly checkPassword: CheckPassword;
  readonly secondFactors: SecondFactors;
  readonly sessionOpener: SessionOpener;
  readonly audit: Audit;
}

/**
 * Opens a session for a password, and for the second factor where the account has one.
 * @throws STEP_UP_REQUIRED where the password is right and the second factor is missing
 * @throws UNAUTHENTICATED, RATE_LIMITED as check-password and the second factor do
 */
export const signIn =
  ({ transaction, checkPassword, secondFactors, sessionOpener, audit }: Dependencies) =>
  async ({ handleOrEmail, password, code, passkey, clientName = null }: SignIn, origin: RequestOrigin): Promise<SessionTokens> => {
    const account = await checkPassword(handleOrEmail, password, origin);
    const isConfirmed = await secondFactors.prove(account, { code, passkey }, origin);
    const opened = await transaction(async (locked) => {
      const session = await sessionOpener.open(locked, account, clientName, { method: 'password', isConfirmed, origin });
      await audit.record(locked, {
        actor: principalOfAccount(account, session.sessionId),
        action: 'session.start',
        subject: `@${account.handle}`,
        details: { sessionId: session.sessionId, by: 'password', ...(isConfirmed ? { with: passkey ? 'passkey' : 'code' } : {}) },
        origin,
      });
      return session;
    });
    return sessionOpener.answer(opened);
  };
