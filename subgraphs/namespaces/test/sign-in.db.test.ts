import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../src/limits.ts';
import { newAddress, openWorld, password, refusal, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.signUp('ada');
});
afterAll(() => world.remove());

const signIn = (handleOrEmail: string, typed = password, clientAddress = newAddress()) =>
  world.namespaces.signIn({ handleOrEmail, password: typed }, { clientAddress });

describe('signing in', () => {
  test.each(['ada', '@ada', 'Ada', ' ada ', 'ada@example.com', 'ADA@example.COM'])('works with «%s»', async (name) => {
    const session = await signIn(name);
    expect(session.account.handle).toBe('ada');
    expect(await world.principalOf(session)).toMatchObject({ handle: 'ada' });
  });

  test('is written into the audit log', async () => {
    await signIn('ada');
    expect((await world.auditOf('@ada')).at(-1)).toBe('session.start');
  });

  test('takes the same password in another Unicode form', async () => {
    const decomposed = 'four random wörds'.normalize('NFD');
    const { parseNewAccount } = await import('../src/index.ts');
    await world.namespaces.signUp(parseNewAccount({ handle: 'umlaut', email: 'u@example.com', password: 'four random wörds'.normalize('NFC') }), {
      clientAddress: newAddress(),
    });
    await expect(signIn('umlaut', decomposed)).resolves.toBeDefined();
  });
});

describe('a refused sign-in', () => {
  test('says the same of a handle that is not there, an e-mail address that is not there and a wrong password', async () => {
    const wrong = await refusal(signIn('ada', 'another password'));
    expect(wrong.code).toBe('UNAUTHENTICATED');
    for (const name of ['nobody-at-all', 'nobody@example.com', '', 'a\u0000b', 'ä'.repeat(300), "'; drop table account; --"])
      expect(await refusal(signIn(name))).toEqual(wrong);
    expect(await refusal(signIn('ada', ''))).toEqual(wrong);
    expect(await refusal(signIn('ada', password + 'x'.repeat(5000)))).toEqual(wrong);
  });

  test('costs the same whether the account is there or not', async () => {
    const timeOf = async (name: string) => {
      const started = process.hrtime.bigint();
      await refusal(signIn(name, 'another password'));
      return Number(process.hrtime.bigint() - started) / 1e6;
    };
    await timeOf('ada');
    const there: number[] = [];
    const notThere: number[] = [];
    for (let i = 0; i < 9; i++) {
      there.push(await timeOf('ada'));
      notThere.push(await timeOf('nobody-at-all'));
      world.clock.advance(60_000);
    }
    const median = (values: number[]) => values.toSorted((a, b) => a - b)[4] as number;
    // One hash takes some 20 ms; without it a look-up takes 2. The bounds leave room for a busy machine.
    expect(median(notThere) / median(there)).toBeGreaterThan(0.5);
    expect(median(notThere) / median(there)).toBeLessThan(2);
  });
});

describe('limits before hashing', () => {
  test('one address can fail for one account only so often, then not even with the right password, by handle or by e-mail; others still can', async () => {
    world.clock.advance(60 * 60_000);
    const address = newAddress();
    const { count, windowMs } = limits.failedPasswordsByAccountAndAddress;
    for (let i = 0; i < count; i++) await refusal(signIn(i % 2 ? 'ada' : 'ada@example.com', 'another password', address));

    const { code, params } = await refusal(signIn('ada', password, address));
    expect(code).toBe('RATE_LIMITED');
    expect((params as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(60);
    await expect(signIn('ada', password, newAddress())).resolves.toBeDefined();

    world.clock.advance(windowMs);
    await expect(signIn('ada', password, address)).resolves.toBeDefined();
  });

  test('what succeeds is no failure: one may sign in as often as one likes', async () => {
    world.clock.advance(60 * 60_000);
    const address = newAddress();
    for (let i = 0; i < limits.failedPasswordsByAccountAndAddress.count + 5; i++) await signIn('ada', password, address);
  });

  const failEverywhere = async () => {
    const account = await world.database.client.account.findUniqueOrThrow({ where: { handle: 'ada' } });
    const { count, windowMs } = limits.failedPasswordsByAccount;
    await world.cache.count(`namespaces:failedPasswordsByAccount:${account.id}`, windowMs, count);
  };

  test('many addresses together can fail for one account only so often', async () => {
    world.clock.advance(60 * 60_000);
    await failEverywhere();

    expect(await refusal(signIn('ada'))).toMatchObject({ code: 'RATE_LIMITED' });
    world.clock.advance(limits.failedPasswordsByAccount.windowMs);
    await expect(signIn('ada')).resolves.toBeDefined();
  });

  test('strangers who fail do not lock an owner out of the addresses that the account was signed in from', async () => {
    world.clock.advance(60 * 60_000);
    const home = newAddress();
    await signIn('ada', password, home);
    await failEverywhere();

    expect(await refusal(signIn('ada', password, newAddress()))).toMatchObject({ code: 'RATE_LIMITED' });
    await expect(signIn('ada', password, home)).resolves.toBeDefined();
    await expect(world.otherProcess().signIn({ handleOrEmail: 'ada', password }, { clientAddress: home })).resolves.toBeDefined();
    for (let i = 0; i < limits.failedPasswordsByAccountAndAddress.count; i++) await refusal(signIn('ada', 'another password', home));
    expect(await refusal(signIn('ada', password, home))).toMatchObject({ code: 'RATE_LIMITED' });
  });

  test('an account is known from its newest ten addresses', async () => {
    world.clock.advance(60 * 60_000);
    const addresses = Array.from({ length: 11 }, newAddress);
    for (const address of addresses) await signIn('ada', password, address);
    await failEverywhere();

    expect(await refusal(signIn('ada', password, addresses[0]))).toMatchObject({ code: 'RATE_LIMITED' });
    await expect(signIn('ada', password, addresses[1])).resolves.toBeDefined();
  });

  test('one address can try only so many accounts, known or not', async () => {
    world.clock.advance(60 * 60_000);
    const block = '2001:db8:1:2';
    for (let i = 0; i < limits.passwordsByAddress.count; i++)
      await world.cache.count(`namespaces:passwordsByAddress:2001:db8:1:2::/64`, limits.passwordsByAddress.windowMs);
    expect(await refusal(signIn('nobody-here', password, `${block}::77`))).toMatchObject({ code: 'RATE_LIMITED' });
  });
});

test('a burst of sign-ins is hashed two at a time and answered in full', async () => {
  world.clock.advance(60 * 60_000);
  const outcomes = await Promise.allSettled(Array.from({ length: 15 }, () => signIn('ada')));
  expect(outcomes.every(({ status }) => status === 'fulfilled')).toBe(true);
});
