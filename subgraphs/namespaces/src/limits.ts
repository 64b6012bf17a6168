import type { Cache } from '@gati/cache';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { addressBlock } from './rules/client-address.ts';

/** From where a request came, for limits and the audit log. */
export interface RequestOrigin {
  /** The client's network address as the edge saw it. */
  readonly clientAddress?: string | undefined;
  readonly requestId?: string | undefined;
}

interface Limit {
  readonly count: number;
  readonly windowMs: number;
}
const minute = 60_000;

/**
 * How often one may try. Passwords: NIST SP 800-63B, 5.2.2 asks for at most 100 failures in a row for an account; the narrow limit by address and account
 * stops a guesser long before the wide one, which is there for guessers with many addresses and which a stranger would need to lock the owner out.
 */
export const limits = {
  signUpsByAddress: { count: 300, windowMs: 60 * minute },
  passwordsByAddress: { count: 120, windowMs: minute },
  passwordsByAccountAndAddress: { count: 20, windowMs: minute },
  passwordsByAccount: { count: 100, windowMs: 15 * minute },
  deviceLoginsByAddress: { count: 60, windowMs: 10 * minute },
  deviceApprovalsByAccount: { count: 30, windowMs: 10 * minute },
} as const satisfies Record<string, Limit>;

export interface AttemptLimits {
  /** @throws RATE_LIMITED */
  readonly signUp: (origin: RequestOrigin) => Promise<void>;
  /** One try of a password. @param name  what was given as handle or e-mail; whether it exists makes no difference @throws RATE_LIMITED */
  readonly password: (name: string, origin: RequestOrigin) => Promise<void>;
  /** @throws RATE_LIMITED */
  readonly startDeviceLogin: (origin: RequestOrigin) => Promise<void>;
  /** User codes are short: one account may not try many. @throws RATE_LIMITED */
  readonly approveDeviceLogin: (accountId: string) => Promise<void>;
}

/** Counts attempts before any costly work is done for them. */
export function createAttemptLimits({ cache, clock }: { readonly cache: Cache; readonly clock: Clock }): AttemptLimits {
  const count = async (limit: keyof typeof limits, of: string): Promise<void> => {
    const { count: most, windowMs } = limits[limit];
    const { count, endsAt } = await cache.count(`namespaces:${limit}:${of}`, windowMs);
    if (count > most) throw new RegistryError('RATE_LIMITED', { retryAfterSeconds: Math.max(1, Math.ceil((endsAt.getTime() - clock().getTime()) / 1000)) });
  };
  return {
    signUp: ({ clientAddress }) => count('signUpsByAddress', addressBlock(clientAddress)),
    password: async (name, { clientAddress }) => {
      const address = addressBlock(clientAddress);
      await count('passwordsByAddress', address);
      // The narrow limit first: what it refuses does not count against the owner.
      await count('passwordsByAccountAndAddress', `${name}:${address}`);
      await count('passwordsByAccount', name);
    },
    startDeviceLogin: ({ clientAddress }) => count('deviceLoginsByAddress', addressBlock(clientAddress)),
    approveDeviceLogin: (accountId) => count('deviceApprovalsByAccount', accountId),
  };
}
