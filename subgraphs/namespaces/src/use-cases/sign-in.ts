import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import type { RequestOrigin } from '../limits.ts';
import type { AccountRow } from '../repository.ts';
import type { SessionOpener, SessionTokens } from '../sessions.ts';
import { principalOfAccount } from '../tokens/access-tokens.ts';

export interface SignIn {
  readonly handleOrEmail: string;
  readonly password: string;
}

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly checkPassword: (handleOrEmail: string, password: string, origin: RequestOrigin) => Promise<AccountRow>;
  readonly sessionOpener: SessionOpener;
  readonly audit: Audit;
}

/** Opens a session for a password. @throws UNAUTHENTICATED, RATE_LIMITED as check-password does */
export const signIn =
  ({ transaction, checkPassword, sessionOpener, audit }: Dependencies) =>
  async ({ handleOrEmail, password }: SignIn, origin: RequestOrigin): Promise<SessionTokens> => {
    const account = await checkPassword(handleOrEmail, password, origin);
    const opened = await transaction(async (locked) => {
      const session = await sessionOpener.open(locked, account, null);
      await audit.record(locked, {
        actor: principalOfAccount(account, session.sessionId),
        action: 'session.start',
        subject: `@${account.handle}`,
        details: { sessionId: session.sessionId, by: 'password' },
        requestId: origin.requestId,
      });
      return session;
    });
    return sessionOpener.answer(opened);
  };
