import type { RequestOrigin } from '@gati/authority';
import type { Cache } from '@gati/cache';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { addressBlock } from '@gati/subgraph';

interface Limit {
  readonly count: number;
  readonly windowMs: number;
}
const minute = 60_000;

/**
 * How often one may try. Passwords: NIST SP 800-63B, 5.2.2 asks for at most 100 failures in a row for an account; the narrow limit by address and account
 * stops a guesser long before the wide one, which is there for guessers with many addresses and which does not bind the addresses that the owner signs in from.
 */
export const limits = {
  signUpsByAddress: { count: 300, windowMs: 60 * minute },
  passwordsByAddress: { count: 120, windowMs: minute },
  failedPasswordsByAccountAndAddress: { count: 20, windowMs: 15 * minute },
  failedPasswordsByAccount: { count: 100, windowMs: 15 * minute },
  failedSecondFactorsByAccount: { count: 10, windowMs: 15 * minute },
  mailsByAddress: { count: 30, windowMs: 60 * minute },
  mailsByRecipient: { count: 5, windowMs: 60 * minute },
  mailCodesByAddress: { count: 60, windowMs: 10 * minute },
  passkeyChallengesByAddress: { count: 120, windowMs: 10 * minute },
  unknownSecretsByAddress: { count: 300, windowMs: minute },
  deviceLoginsByAddress: { count: 60, windowMs: 10 * minute },
  providerSignInsByAddress: { count: 60, windowMs: 10 * minute },
  verificationsByAccount: { count: 60, windowMs: 10 * minute },
  deviceApprovalsByAccount: { count: 30, windowMs: 10 * minute },
} as const satisfies Record<string, Limit>;

/** A try that counts as failed. */
export interface Attempt {
  /** Takes it from the failures again. */
  readonly succeeded: () => Promise<void>;
}

export interface AttemptLimits {
  /** @throws RATE_LIMITED */
  readonly signUp: (origin: RequestOrigin) => Promise<void>;
  /**
   * One try of a password: it counts as failed until it is told to have succeeded, so that many at once are no more than one after the other.
   * @param name  what was given as handle or e-mail; whether it exists makes no difference
   * @param isKnownAddress  whether the password was right from there before; asked only where it decides
   * @throws RATE_LIMITED
   */
  readonly password: (name: string, origin: RequestOrigin, isKnownAddress: () => boolean) => Promise<Attempt>;
  /** One try of a second factor, which counts as failed until it is told to have succeeded: its codes are short. @throws RATE_LIMITED */
  readonly secondFactor: (accountId: string) => Promise<Attempt>;
  /** One mail that somebody asks for. @param recipient  account or address; whether it exists makes no difference. @throws RATE_LIMITED */
  readonly mail: (recipient: string, origin: RequestOrigin) => Promise<void>;
  /** One code from a mail. @throws RATE_LIMITED */
  readonly mailCode: (origin: RequestOrigin) => Promise<void>;
  /** @throws RATE_LIMITED */
  readonly passkeyChallenge: (origin: RequestOrigin) => Promise<void>;
  /** One look for a secret that may be made up. Without an address nothing is counted: all would share one count. @throws RATE_LIMITED */
  readonly unknownSecret: (origin: RequestOrigin) => Promise<Attempt>;
  /** @throws RATE_LIMITED */
  readonly startDeviceLogin: (origin: RequestOrigin) => Promise<void>;
  /** @throws RATE_LIMITED */
  readonly startProviderSignIn: (origin: RequestOrigin) => Promise<void>;
  /** One request or one look for a proof of a publisher: each look asks a machine of somebody else. @throws RATE_LIMITED */
  readonly verification: (accountId: string) => Promise<void>;
  /** User codes are short: one account may not try many. @throws RATE_LIMITED */
  readonly approveDeviceLogin: (accountId: string) => Promise<void>;
}

/** Counts attempts before any costly work is done for them. */
export function createAttemptLimits({ cache, clock }: { readonly cache: Cache; readonly clock: Clock }): AttemptLimits {
  const count = async (limit: keyof typeof limits, of: string, isExempt = () => false): Promise<Attempt> => {
    const { count: most, windowMs } = limits[limit];
    const key = `namespaces:${limit}:${of}`;
    const { count, endsAt } = await cache.count(key, windowMs);
    if (count > most && !isExempt())
      throw new RegistryError('RATE_LIMITED', { retryAfterSeconds: Math.max(1, Math.ceil((endsAt.getTime() - clock().getTime()) / 1000)) });
    return { succeeded: async () => void (await cache.count(key, windowMs, -1)) };
  };
  return {
    signUp: async ({ clientAddress }) => void (await count('signUpsByAddress', addressBlock(clientAddress))),
    password: async (name, { clientAddress }, isKnownAddress) => {
      const address = addressBlock(clientAddress);
      // Who guesses from an address that others share does not shut out those whose password was right from there before.
      await count('passwordsByAddress', address, isKnownAddress);
      // The narrow limit first: what it refuses does not count against the owner.
      const fromHere = await count('failedPasswordsByAccountAndAddress', `${name}:${address}`);
      const fromAnywhere = await count('failedPasswordsByAccount', name, isKnownAddress);
      return { succeeded: async () => void (await Promise.all([fromHere.succeeded(), fromAnywhere.succeeded()])) };
    },
    secondFactor: (accountId) => count('failedSecondFactorsByAccount', accountId),
    mail: async (recipient, { clientAddress }) => {
      await count('mailsByAddress', addressBlock(clientAddress));
      await count('mailsByRecipient', recipient);
    },
    mailCode: async ({ clientAddress }) => void (await count('mailCodesByAddress', addressBlock(clientAddress))),
    passkeyChallenge: async ({ clientAddress }) => void (await count('passkeyChallengesByAddress', addressBlock(clientAddress))),
    unknownSecret: async ({ clientAddress }) =>
      clientAddress === undefined ? { succeeded: async () => {} } : count('unknownSecretsByAddress', addressBlock(clientAddress)),
    startDeviceLogin: async ({ clientAddress }) => void (await count('deviceLoginsByAddress', addressBlock(clientAddress))),
    startProviderSignIn: async ({ clientAddress }) => void (await count('providerSignInsByAddress', addressBlock(clientAddress))),
    verification: async (accountId) => void (await count('verificationsByAccount', accountId)),
    approveDeviceLogin: async (accountId) => void (await count('deviceApprovalsByAccount', accountId)),
  };
}
