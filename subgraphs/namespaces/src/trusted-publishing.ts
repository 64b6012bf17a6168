import type { Clock, MakeId } from '@gati/clock';
import type { Audit } from './audit.ts';
import { ciIssuers, createCiTokens } from './ci-tokens.ts';
import type { RunTransaction } from './dependencies.ts';
import type { AttemptLimits } from './limits.ts';
import type { Tables } from './repository.ts';
import type { AssertConfirmed } from './step-up.ts';
import { addTrustedPublisher } from './use-cases/add-trusted-publisher.ts';
import { exchangeIdToken } from './use-cases/exchange-id-token.ts';
import { listTrustedPublishers, removeTrustedPublisher } from './use-cases/remove-trusted-publisher.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly limits: AttemptLimits;
  readonly assertConfirmed: AssertConfirmed;
  readonly audit: Audit;
  readonly publicUrl: string;
  /** CI services beside those that count everywhere. */
  readonly furtherIssuers: readonly string[];
}

/** Publishing from CI without a secret: who may, and the exchange of a run's token. */
export function createTrustedPublishing({ publicUrl, furtherIssuers, ...own }: Dependencies) {
  const issuers = [...ciIssuers, ...furtherIssuers];
  return {
    addTrustedPublisher: addTrustedPublisher({ ...own, issuers }),
    removeTrustedPublisher: removeTrustedPublisher(own),
    listTrustedPublishers: listTrustedPublishers(own),
    exchangeIdToken: exchangeIdToken({ ...own, verify: createCiTokens({ issuers, audience: publicUrl, clock: own.clock }) }),
  };
}
