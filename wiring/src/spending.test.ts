import { anonymous, type Principal } from '@gati/authority';
import { createMemoryCache } from '@gati/cache';
import { manualClock } from '@gati/clock';
import { ratesByDefault } from '@gati/config';
import { expect, test } from 'vitest';
import { createRates, createSpending } from './spending.ts';

const account = (accountId: string, sessionId: string): Principal => ({
  kind: 'user',
  accountId,
  handle: accountId,
  sessionId,
  apiKeyId: null,
  scopes: new Set(['read'] as const),
  limitedTo: null,
});

function open() {
  const clock = manualClock(new Date('2026-03-01T12:00:00.000Z'));
  const spend = createSpending(
    createRates({ cache: createMemoryCache({ now: () => clock().getTime() }), clock, rates: { ...ratesByDefault, graphql: 20_000 } }),
  );
  const isServed = async (principal: Principal, cost: number, address = '203.0.113.7') =>
    spend(principal, cost, address).then(
      () => true,
      (error: { code: string; params: unknown }) => {
        expect(error.code).toBe('RATE_LIMITED');
        return error.params;
      },
    );
  return { clock, isServed };
}

test('one minute has one budget; when it is spent the answer says when the next begins', async () => {
  const { clock, isServed } = open();
  expect(await isServed(anonymous, 15_000)).toBe(true);
  clock.advance(20_000);
  expect(await isServed(anonymous, 5_000)).toBe(true);
  expect(await isServed(anonymous, 1)).toMatchObject({ retryAfterSeconds: 40 });
  clock.advance(40_000);
  expect(await isServed(anonymous, 20_000)).toBe(true);
});

test('nobody spends what is another`s: accounts by themselves, everyone else by address', async () => {
  const { isServed } = open();
  const [ada, grace] = [account('ada', 'one'), account('grace', 'two')];
  for (const who of [ada, grace, anonymous]) expect(await isServed(who, 20_000)).toBe(true);
  expect(await isServed(anonymous, 20_000, '203.0.113.8')).toBe(true);
  expect(await isServed(ada, 1, '203.0.113.9')).toMatchObject({ retryAfterSeconds: 60 });
  for (let session = 2; session <= 4; session++) expect(await isServed(account('ada', `session ${session}`), 20_000)).toBe(true);
  expect(await isServed(account('ada', 'session 5'), 1)).toMatchObject({ retryAfterSeconds: 60 });
  expect(await isServed(anonymous, 20_000, '2001:db8::1')).toBe(true);
  expect(await isServed(anonymous, 1, '2001:db8::2')).toMatchObject({ retryAfterSeconds: 60 });
});

test('what costs nothing is not for nothing', async () => {
  const { isServed } = open();
  for (let count = 0; count < 2_000; count++) await isServed(anonymous, 0);
  expect(await isServed(anonymous, 0)).toMatchObject({ retryAfterSeconds: 60 });
});
