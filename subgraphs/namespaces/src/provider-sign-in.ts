import type { Clock, MakeId } from '@gati/clock';
import type { Audit } from './audit.ts';
import type { Log, RunTransaction } from './dependencies.ts';
import type { AttemptLimits } from './limits.ts';
import { createProviderSecrets } from './provider-secrets.ts';
import { createProviders, type OfferedProviders, type ProviderName } from './providers/index.ts';
import type { Tables } from './repository.ts';
import type { SessionOpener } from './sessions.ts';
import { redeemSignInCode } from './sign-in-codes.ts';
import type { AssertConfirmed } from './step-up.ts';
import { exchangeSignInCode } from './use-cases/exchange-sign-in-code.ts';
import { finishProviderSignIn } from './use-cases/finish-provider-sign-in.ts';
import { linkIdentity } from './use-cases/link-identity.ts';
import { startProviderSignIn } from './use-cases/start-provider-sign-in.ts';
import { listIdentities, unlinkIdentity } from './use-cases/unlink-identity.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly limits: AttemptLimits;
  readonly sessionOpener: SessionOpener;
  readonly assertConfirmed: AssertConfirmed;
  readonly audit: Audit;
  readonly log: Log;
  /** GATI_SECRET. */
  readonly secret: string;
  readonly publicUrl: string;
  readonly offered: OfferedProviders;
}

/** Sign-in with accounts elsewhere, from the first redirect to the session. */
export function createProviderSignIn({ offered, secret, publicUrl, ...own }: Dependencies) {
  const providers = createProviders(offered, own.clock);
  const redirectUriOf = (provider: ProviderName) => `${publicUrl}/auth/${provider}/callback`;
  const shared = { ...own, providers, redirectUriOf, secretsOf: createProviderSecrets(secret), redeem: redeemSignInCode(own) };
  return {
    /** Those that people can sign in with here. */
    signInProviders: [...providers.keys()] as readonly ProviderName[],
    startProviderSignIn: startProviderSignIn(shared),
    finishProviderSignIn: finishProviderSignIn(shared),
    exchangeSignInCode: exchangeSignInCode(shared),
    linkIdentity: linkIdentity(shared),
    unlinkIdentity: unlinkIdentity(shared),
    listIdentities: listIdentities(own),
  };
}
