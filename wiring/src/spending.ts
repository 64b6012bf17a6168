import type { Principal } from '@gati/authority';
import type { Cache } from '@gati/cache';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { addressBlock } from '@gati/subgraph';

const windowMs = 60_000;
/** Reading, checking and answering costs something whatever is asked: nobody asks for nothing a million times. */
const costMin = 10;

/**
 * Takes what an operation costs from what its caller may spend in a minute: an account by itself, whoever has none by address.
 * What is refused counts as well, until the minute is over.
 * @param costPerMinute  null: nothing is counted
 * @returns what throws RATE_LIMITED
 */
export function createSpending({
  cache,
  clock,
  costPerMinute,
}: {
  readonly cache: Pick<Cache, 'count'>;
  readonly clock: Clock;
  readonly costPerMinute: number | null;
}) {
  if (costPerMinute === null) return undefined;
  return async (principal: Principal, cost: number, address: string): Promise<void> => {
    const who = principal.kind === 'anonymous' ? `address:${addressBlock(address)}` : `account:${principal.accountId}`;
    const { count, endsAt } = await cache.count(`gateway:cost:${who}`, windowMs, Math.max(costMin, Math.ceil(cost)));
    if (count <= costPerMinute) return;
    throw new RegistryError('RATE_LIMITED', { retryAfterSeconds: Math.max(1, Math.ceil((endsAt.getTime() - clock().getTime()) / 1_000)) });
  };
}
