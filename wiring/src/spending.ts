import type { Principal } from '@gati/authority';
import type { Cache } from '@gati/cache';
import type { Clock } from '@gati/clock';
import type { RateName, Rates } from '@gati/config';
import { createRateLimits, type RateHeaders, type RateLimits } from '@gati/subgraph';

/** Reading, checking and answering costs something whatever is asked: nobody asks for nothing a million times. */
const costMin = 10;

/** The limits of all HTTP doors of this process, by the settings. */
export const createRates = ({
  cache,
  clock,
  rates,
}: {
  readonly cache: Pick<Cache, 'count'>;
  readonly clock: Clock;
  readonly rates: Rates;
}): RateLimits<RateName> => createRateLimits({ cache, clock, rates, units: { graphql: 'cost' } });

/**
 * Takes what an operation costs from what its caller may spend in a minute.
 * @returns what throws RATE_LIMITED
 */
export const createSpending =
  ({ take }: RateLimits<RateName>) =>
  (principal: Principal, cost: number, address: string, tell?: (headers: RateHeaders) => unknown): Promise<void> =>
    take('graphql', { caller: principal, address }, tell, Math.max(costMin, Math.ceil(cost)));
