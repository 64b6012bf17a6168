import { anonymous, type Principal } from '@gati/authority';
import { createMemoryCache } from '@gati/cache';
import { manualClock } from '@gati/clock';
import { ratesByDefault, type Rates } from '@gati/config';
import { expect, test } from 'vitest';
import { createRates } from './spending.ts';

const holder = (accountId: string, apiKeyId: string): Principal => ({
  kind: 'user',
  accountId,
  handle: accountId,
  sessionId: null,
  apiKeyId,
  scopes: new Set(['read'] as const),
  limitedTo: null,
});

function open(changes: Partial<Rates> = { publish: 10 }) {
  const clock = manualClock(new Date('2026-03-01T12:00:00.000Z'));
  const limits = createRates({ cache: createMemoryCache({ now: () => clock().getTime() }), clock, rates: { ...ratesByDefault, ...changes } });
  const ask = async (caller: Principal | null, address = '203.0.113.7') => {
    let headers: object = {};
    const refused = await limits
      .take('publish', { caller, address }, (told) => (headers = told))
      .then(
        () => null,
        (error: { code: string }) => error.code,
      );
    return { headers, refused };
  };
  const served = async (caller: Principal | null, times: number, address?: string) => {
    let count = 0;
    for (let i = 0; i < times; i++) if ((await ask(caller, address)).refused === null) count++;
    return count;
  };
  return { clock, ask, served };
}

test('a flood with one key takes nothing from another key of its owner, another account at its address, or strangers there', async () => {
  const { served } = open();
  expect(await served(holder('ada', 'one'), 1_000)).toBe(10);
  for (const other of [holder('ada', 'two'), holder('grace', 'three'), anonymous]) expect(await served(other, 10)).toBe(10);
});

test('many keys are not many limits: an account with all of them has four times what one has', async () => {
  const { served } = open();
  let count = 0;
  for (let key = 0; key < 20; key++) count += await served(holder('ada', `key ${key}`), 10);
  expect(count).toBe(40);
});

test('whoever is unknown counts by address, and another address is another', async () => {
  const { served } = open();
  expect(await served(null, 20)).toBe(10);
  expect(await served(anonymous, 1)).toBe(0);
  expect(await served(anonymous, 5, '203.0.113.8')).toBe(5);
});

test('headers say what is left and when the window ends, of a refusal too', async () => {
  const { ask, clock, served } = open();
  await ask(anonymous);
  clock.advance(20_000);
  expect((await ask(anonymous)).headers).toEqual({ 'ratelimit-policy': '"publish";q=10;w=60', ratelimit: '"publish";r=8;t=40' });
  await served(anonymous, 20);
  expect(await ask(anonymous)).toEqual({ headers: { 'ratelimit-policy': '"publish";q=10;w=60', ratelimit: '"publish";r=0;t=40' }, refused: 'RATE_LIMITED' });
  clock.advance(40_000);
  expect((await ask(anonymous)).refused).toBeNull();
  expect((await ask(holder('ada', 'one'))).headers).toMatchObject({ ratelimit: '"publish";r=9;t=60, "publish-account";r=39;t=60' });
});

test('without a limit nothing is counted and nothing told', async () => {
  expect(await open({ publish: null }).ask(anonymous)).toEqual({ headers: {}, refused: null });
});
