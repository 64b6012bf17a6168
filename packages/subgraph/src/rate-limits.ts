import type { Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { addressBlock } from './address-block.ts';

const windowMs = 60_000;
/** All keys and sessions of an account together may have so many times what one may: one that floods leaves the others their part, and a thousand keys are not a thousand limits. */
export const accountShare = 4;

/** Headers that tell what is left (draft-ietf-httpapi-ratelimit-headers-10). */
export type RateHeaders = {
  readonly 'ratelimit-policy': string;
  readonly ratelimit: string;
};

/** Whom a request counts for. A string is the id of an account that is known without its key or session; null and anonymous count by address. */
export type RatedCaller = Principal | string | null;

export interface RateLimits<Name extends string> {
  /**
   * Counts before the work is done. What is refused counts until the minute is over, for the one that asked and not for its account.
   * Whoever is known counts by key or session and by account, never by address: many share one.
   * @param tell  gets the headers of the answer, of a refusal too; not called where nothing is limited
   * @param by  how many at once
   * @throws RATE_LIMITED
   */
  readonly take: (
    name: Name,
    of: { readonly caller: RatedCaller; readonly address: string | undefined },
    tell?: (headers: RateHeaders) => unknown,
    by?: number,
  ) => Promise<void>;
}

interface Share {
  readonly policy: string;
  readonly key: string;
  readonly most: number;
}

/**
 * The one way in which HTTP doors limit their callers, in windows of a minute.
 * @param rates  how much one key, session or address may have in a minute; null: not limited
 * @param cache  where it is counted: in this process, or in Redis for all
 */
export function createRateLimits<Name extends string>({
  cache,
  clock,
  rates,
  units,
}: {
  readonly cache: { readonly count: (key: string, windowMs: number, by: number) => Promise<{ readonly count: number; readonly endsAt: Date }> };
  readonly clock: Clock;
  readonly rates: Readonly<Record<Name, number | null>>;
  /** What a rate counts where that is not requests. */
  readonly units?: Readonly<Partial<Record<Name, string>>>;
}): RateLimits<Name> {
  return {
    take: async (name, { caller, address }, tell, by = 1) => {
      const rate = rates[name];
      if (rate === null) return;
      const policies: string[] = [];
      const left: string[] = [];
      let retryAfterSeconds: number | null = null;
      for (const { policy, key, most } of sharesOf(name, rate, caller, address)) {
        const { count, endsAt } = await cache.count(key, windowMs, by);
        const seconds = Math.max(1, Math.ceil((endsAt.getTime() - clock().getTime()) / 1_000));
        policies.push(`"${policy}";q=${most};w=${windowMs / 1_000}${units?.[name] ? `;qu="${units[name]}"` : ''}`);
        left.push(`"${policy}";r=${Math.max(0, most - count)};t=${seconds}`);
        if (count > most) retryAfterSeconds = seconds;
        if (retryAfterSeconds !== null) break;
      }
      tell?.({ 'ratelimit-policy': policies.join(', '), ratelimit: left.join(', ') });
      if (retryAfterSeconds !== null) throw new RegistryError('RATE_LIMITED', { retryAfterSeconds });
    },
  };
}

/** The narrow one first: what it refuses is not taken from the wide one. */
function sharesOf(name: string, rate: number, caller: RatedCaller, address: string | undefined): readonly Share[] {
  const one = (kind: string, of: string): Share => ({ policy: name, key: `rate:${name}:${kind}:${of}`, most: rate });
  if (caller === null || (typeof caller === 'object' && caller.kind === 'anonymous')) return [one('address', addressBlock(address))];
  if (typeof caller === 'string') return [one('person', caller)];
  const all: Share = { policy: `${name}-account`, key: `rate:${name}:account:${caller.accountId}`, most: rate * accountShare };
  const { apiKeyId, sessionId, accountId } = caller;
  return [apiKeyId ? one('key', apiKeyId) : sessionId ? one('session', sessionId) : one('person', accountId), all];
}
