import type { Principal, RequestOrigin } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { AttemptLimits } from '../limits.ts';
import type { PasskeyChecks } from '../passkey-checks.ts';
import { accounts, type Tables } from '../repository.ts';
import { assertConfirmedPerson, type AssertConfirmed } from '../step-up.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly limits: Pick<AttemptLimits, 'passkeyChallenge'>;
  readonly passkeyChecks: PasskeyChecks;
  readonly assertConfirmed: AssertConfirmed;
}

/**
 * What a browser needs to make a passkey for the asker, as JSON; good for one answer within five minutes.
 * @throws UNAUTHENTICATED for anonymous, FORBIDDEN for API keys and where the registry stands at an address without a name
 * @throws STEP_UP_REQUIRED, RATE_LIMITED
 */
export const startPasskey =
  ({ tables, limits, passkeyChecks, assertConfirmed }: Dependencies) =>
  async (principal: Principal, origin: RequestOrigin): Promise<{ readonly options: string }> => {
    const { accountId } = await assertConfirmedPerson(assertConfirmed, principal);
    await limits.passkeyChallenge(origin);
    const account = await accounts(tables).find(accountId);
    if (!account) throw new RegistryError('UNAUTHENTICATED', {});
    return { options: await passkeyChecks.registrationOptions(account) };
  };

/** What a browser needs to sign in or confirm by passkey, as JSON; the same for everybody. @throws FORBIDDEN where the registry stands at an address without a name; RATE_LIMITED */
export const startPasskeySignIn =
  ({ limits, passkeyChecks }: Pick<Dependencies, 'limits' | 'passkeyChecks'>) =>
  async (origin: RequestOrigin): Promise<{ readonly options: string }> => {
    await limits.passkeyChallenge(origin);
    return { options: await passkeyChecks.signInOptions() };
  };
