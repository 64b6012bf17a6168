import { randomBytes, randomUUID } from 'node:crypto';
import { createMemoryCache } from '@gati/cache';
import type { KnownPrincipal, Scope } from '@gati/authority';
import type { Handle } from '@gati/identifiers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashSecret } from '../src/installation-keys.ts';
import { limits } from '../src/limits.ts';
import { formatApiKey } from '../src/rules/api-key-text.ts';
import { apiKeysMax } from '../src/use-cases/create-api-key.ts';
import { heldBack, newAddress, openWorld, password, refusal, type Signed, type World } from './world.ts';

let world: World;
let ada: Signed;
let bob: Signed;
let adaSpace: string;
beforeAll(async () => {
  world = await openWorld();
  ada = await world.signUp('ada');
  bob = await world.signUp('bob');
  await world.namespaces.createOrganization(ada.principal, { handle: 'acme' as Handle, displayName: 'Acme' }, {});
  adaSpace = (await world.namespaces.namespaceByHandle('ada'))!.id;
});
afterAll(() => world.remove());

interface Wish {
  readonly scopes?: readonly Scope[];
  readonly namespaces?: readonly string[] | null;
  readonly expiresAt?: Date | null;
}
const create = (by: KnownPrincipal, { scopes = ['read'], namespaces = null, expiresAt = null }: Wish = {}) =>
  world.namespaces.createApiKey(by, { name: 'a key', scopes, namespaces: namespaces as readonly Handle[] | null, expiresAt }, {});
const authenticate = async (secret: string, by = world.namespaces) => (await by.authenticate(`Bearer ${secret}`)) as KnownPrincipal;
const inSeconds = (seconds: number) => new Date(world.clock().getTime() + seconds * 1000);

describe('an API key', () => {
  test('speaks for its account within its scopes and namespaces', async () => {
    const { secret, apiKey } = await create(ada.principal, { scopes: ['read', 'publish'], namespaces: ['ada'] });
    expect(await authenticate(secret)).toEqual({
      kind: 'robot',
      accountId: ada.principal.accountId,
      handle: 'ada',
      sessionId: null,
      apiKeyId: apiKey.id,
      scopes: new Set(['read', 'publish']),
      limitedTo: new Set([adaSpace]),
    });
  });

  test('is stored as a hash alone, and looks like what secret scanners search for', async () => {
    const { secret, apiKey } = await create(ada.principal);
    expect(secret).toMatch(/^gati_[0-9a-f]{8}_[0-9A-Za-z]{38}$/);
    const row = await world.database.client.apiKey.findUniqueOrThrow({ where: { id: apiKey.id } });
    expect(Buffer.from(row.secretHash).equals(hashSecret(secret))).toBe(true);
    expect(JSON.stringify({ ...row, secretHash: '' })).not.toContain(secret.slice(14));
  });

  test('that is mistyped is refused without a query', async () => {
    const { secret } = await create(ada.principal);
    world.queries.count = 0;
    for (const typo of [
      `${secret.slice(0, -1)}${secret.endsWith('a') ? 'b' : 'a'}`,
      secret.slice(0, -1),
      `${secret}a`,
      secret.toUpperCase(),
      'gati_',
      'gati_x',
    ]) {
      expect((await refusal(authenticate(typo))).code).toBe('UNAUTHENTICATED');
    }
    expect(world.queries.count).toBe(0);
  });

  test('ends at its time, to the millisecond, also where it was just seen', async () => {
    const { secret, apiKey } = await create(ada.principal, { expiresAt: inSeconds(2) });
    const principal = await authenticate(secret);
    world.clock.advance(1_999);
    await expect(authenticate(secret)).resolves.toBeDefined();
    world.clock.advance(1);
    expect((await refusal(authenticate(secret))).code).toBe('UNAUTHENTICATED');
    expect(await world.namespaces.isStillValid(principal)).toBe(false);
    expect(principal.apiKeyId).toBe(apiKey.id);
  });

  test('is asked of the database once in 2.5 seconds at most', async () => {
    const { secret } = await create(ada.principal);
    world.queries.count = 0;
    await Promise.all(Array.from({ length: 30 }, () => authenticate(secret)));
    world.clock.advance(2_499);
    await authenticate(secret);
    // One look-up, and one note of its use.
    expect(world.queries.count).toBeLessThanOrEqual(2);
  });

  test('shows when it was last used, to within five minutes', async () => {
    const { secret, apiKey } = await create(ada.principal);
    const lastUsed = async () => (await world.namespaces.listApiKeys(ada.principal)).find(({ id }) => id === apiKey.id)!.lastUsedAt;
    expect(await lastUsed()).toBeNull();
    for (let i = 0; i < 40; i++) {
      await authenticate(secret);
      expect(world.clock().getTime() - (await lastUsed())!.getTime()).toBeLessThanOrEqual(5 * 60_000);
      world.clock.advance(37_000);
    }
    expect((await refusal(create(ada.principal, { expiresAt: inSeconds(0) }))).code).toBe('VALIDATION_FAILED');
  });
});

describe('revoking', () => {
  test('ends the key at once here and within five seconds elsewhere, is audited, and changes nothing a second time', async () => {
    const { secret, apiKey } = await create(ada.principal);
    const elsewhere = world.otherProcess();
    const principal = await authenticate(secret);
    await authenticate(secret, elsewhere);

    const revoked = await world.namespaces.revokeApiKey(ada.principal, apiKey.id, { requestId: 'r-1' });
    expect(revoked.revokedAt).toEqual(world.clock());
    expect((await refusal(authenticate(secret))).code).toBe('UNAUTHENTICATED');
    expect(await world.namespaces.isStillValid(principal)).toBe(false);
    world.clock.advance(5_000);
    expect((await refusal(authenticate(secret, elsewhere))).code).toBe('UNAUTHENTICATED');

    expect((await world.namespaces.revokeApiKey(ada.principal, apiKey.id, {})).revokedAt).toEqual(revoked.revokedAt);
    expect(await world.auditOf(`API key ${apiKey.id}`)).toEqual(['api-key.create', 'api-key.revoke']);
  });

  test("another account's key is as unknown as one that never was", async () => {
    const { secret, apiKey } = await create(ada.principal);
    const never = '00000000-0000-4000-8000-00000000abcd';
    const foreign = await refusal(world.namespaces.revokeApiKey(bob.principal, apiKey.id, {}));
    const missing = await refusal(world.namespaces.revokeApiKey(bob.principal, never, {}));
    expect(foreign.code).toBe('NOT_FOUND');
    expect(foreign.message.replace(apiKey.id, '')).toBe(missing.message.replace(never, ''));
    expect((await refusal(world.namespaces.revokeApiKey(bob.principal, "x' or 1=1", {}))).code).toBe('NOT_FOUND');
    await expect(authenticate(secret)).resolves.toBeDefined();
  });

  test('a key without the scope admin can end itself alone', async () => {
    const [key, other] = [await create(ada.principal), await create(ada.principal)];
    const asKey = await authenticate(key.secret);
    expect((await refusal(world.namespaces.revokeApiKey(asKey, other.apiKey.id, {}))).code).toBe('FORBIDDEN');
    await expect(world.namespaces.revokeApiKey(asKey, key.apiKey.id, {})).resolves.toBeDefined();
  });

  test('anonymous callers can neither make nor end keys', async () => {
    expect(
      (await refusal(world.namespaces.createApiKey({ kind: 'anonymous' }, { name: 'x', scopes: ['read'], namespaces: null, expiresAt: null }, {}))).code,
    ).toBe('UNAUTHENTICATED');
    expect((await refusal(world.namespaces.revokeApiKey({ kind: 'anonymous' }, 'x', {}))).code).toBe('UNAUTHENTICATED');
  });
});

describe('a key that makes keys', () => {
  test('gives at most what it has itself', async () => {
    const end = inSeconds(1000);
    const { secret } = await create(ada.principal, { scopes: ['read', 'admin'], namespaces: ['ada'], expiresAt: end });
    const maker = await authenticate(secret);
    await expect(create(maker, { scopes: ['read'], namespaces: ['ada'], expiresAt: end })).resolves.toBeDefined();

    const greedy: Wish[] = [
      { scopes: ['read', 'publish'], namespaces: ['ada'], expiresAt: end },
      { scopes: ['read'], namespaces: ['acme'], expiresAt: end },
      { scopes: ['read'], namespaces: ['ada', 'acme'], expiresAt: end },
      { scopes: ['read'], namespaces: null, expiresAt: end },
      { scopes: ['read'], namespaces: ['ada'], expiresAt: inSeconds(1001) },
      { scopes: ['read'], namespaces: ['ada'], expiresAt: null },
    ];
    for (const wish of greedy) expect((await refusal(create(maker, wish))).code).toBe('FORBIDDEN');
  });

  test('needs the scope admin', async () => {
    const { secret } = await create(ada.principal, { scopes: ['read', 'publish'] });
    expect((await refusal(create(await authenticate(secret), { scopes: ['read'] }))).code).toBe('FORBIDDEN');
  });

  test('makes none once it is revoked', async () => {
    const { secret, apiKey } = await create(ada.principal, { scopes: ['admin'] });
    const maker = await authenticate(secret);
    await world.namespaces.revokeApiKey(ada.principal, apiKey.id, {});
    expect((await refusal(create(maker, { scopes: ['admin'] }))).code).toBe('UNAUTHENTICATED');
  });
});

test('a namespace that does not exist is named with its place', async () => {
  expect(await refusal(create(ada.principal, { namespaces: ['ada', 'no-such-one'] }))).toMatchObject({
    code: 'VALIDATION_FAILED',
    params: { fields: [{ path: 'input.namespaces.1' }] },
  });
});

test('an account has at most a hundred working keys, made at once as one by one; ended ones do not count', async () => {
  const { principal } = await world.signUp('hoarder');
  const first = await create(principal);
  for (let i = 1; i < apiKeysMax - 2; i++) await create(principal, i % 2 ? {} : { expiresAt: inSeconds(60) });
  const atOnce = await heldBack(
    world,
    (tables) => tables.$executeRaw`lock table namespaces.api_key in share mode`,
    () => Promise.allSettled(Array.from({ length: 4 }, () => create(principal))),
  );
  expect(atOnce.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect(await refusal(create(principal))).toMatchObject({ code: 'QUOTA_EXCEEDED', params: { limit: apiKeysMax, found: apiKeysMax + 1 } });
  await world.namespaces.revokeApiKey(principal, first.apiKey.id, {});
  await expect(create(principal)).resolves.toBeDefined();
  world.clock.advance(60_000);
  await expect(create(principal)).resolves.toBeDefined();
});

describe('the list of keys', () => {
  test('holds the own keys alone, newest first, and revoked ones for 30 days', async () => {
    const { principal } = await world.signUp('lists');
    const made: string[] = [];
    for (let i = 0; i < 3; i++) {
      world.clock.advance(1_000);
      made.unshift((await create(principal)).apiKey.id);
    }
    await world.namespaces.revokeApiKey(principal, made[0]!, {});
    const ids = async () => (await world.namespaces.listApiKeys(principal)).map(({ id }) => id);
    expect(await ids()).toEqual(made);
    world.clock.advance(30 * 24 * 60 * 60_000);
    expect(await ids()).toEqual(made.slice(1));
  });

  test('shows a key without the scope admin itself alone', async () => {
    const { principal } = await world.signUp('least');
    const [reads, manages] = [await create(principal), await create(principal, { scopes: ['admin'] })];
    expect((await world.namespaces.listApiKeys(await authenticate(reads.secret))).map(({ id }) => id)).toEqual([reads.apiKey.id]);
    expect(await world.namespaces.listApiKeys(await authenticate(manages.secret))).toHaveLength(2);
    expect(await world.namespaces.listApiKeys({ kind: 'anonymous' })).toEqual([]);
  });
});

describe('user name and password, as docker sends them', () => {
  const basic = (username: string, secret: string, allowPassword = false) =>
    world.namespaces.authenticateBasic(username, secret, { allowPassword, clientAddress: newAddress() });

  test('a key counts with the handle of its account, and no other', async () => {
    const { secret, apiKey } = await create(ada.principal);
    expect(await basic('ada', secret)).toMatchObject({ kind: 'robot', handle: 'ada', apiKeyId: apiKey.id });
    for (const username of ['bob', 'Ada', '', 'acme', '<token>']) expect((await refusal(basic(username, secret, true))).code).toBe('UNAUTHENTICATED');
  });

  test('a password counts where passwords are allowed alone', async () => {
    expect(await basic('ada', password, true)).toMatchObject({ kind: 'user', handle: 'ada', sessionId: null, apiKeyId: null });
    expect((await refusal(basic('ada', password))).code).toBe('UNAUTHENTICATED');
    expect((await refusal(basic('ada', 'another password', true))).code).toBe('UNAUTHENTICATED');
  });

  test('a password is limited before it is hashed, together with those of signIn', async () => {
    const clientAddress = newAddress();
    for (let i = 0; i < 10; i++) {
      await refusal(world.namespaces.authenticateBasic('bob', 'another password', { allowPassword: true, clientAddress }));
      await refusal(world.namespaces.signIn({ handleOrEmail: 'bob', password: 'another password' }, { clientAddress }));
    }
    expect((await refusal(world.namespaces.authenticateBasic('bob', password, { allowPassword: true, clientAddress }))).code).toBe('RATE_LIMITED');
  });

  test('what a password was granted goes on until its token expires', async () => {
    const principal = await basic('ada', password, true);
    expect(await world.namespaces.isStillValid(principal)).toBe(true);
  });
});

describe('API keys that nobody made', () => {
  const madeUp = () => formatApiKey(randomUUID(), randomBytes(128));

  test('are not remembered: no number of them forgets what is known', async () => {
    const remembered = new Set<string>();
    const cache = createMemoryCache();
    const namespaces = world.otherProcess({ cache: { ...cache, set: async (key) => void remembered.add(key) } });
    for (let i = 0; i < 20; i++) expect((await refusal(namespaces.authenticate(`Bearer ${madeUp()}`, newAddress()))).code).toBe('UNAUTHENTICATED');
    expect(remembered.size).toBe(0);
  });

  test('are looked for only so often for one address; its keys that are known still count, and other addresses', async () => {
    const { secret } = await create(ada.principal);
    const address = newAddress();
    const { count, windowMs } = limits.unknownSecretsByAddress;
    for (let i = 0; i < count; i++) await refusal(world.namespaces.authenticate(`Bearer ${madeUp()}`, address));
    await world.namespaces.authenticate(`Bearer ${secret}`, newAddress());

    expect((await refusal(world.namespaces.authenticate(`Bearer ${madeUp()}`, address))).code).toBe('RATE_LIMITED');
    expect((await refusal(world.namespaces.authenticateBasic('ada', madeUp(), { allowPassword: false, clientAddress: address }))).code).toBe('RATE_LIMITED');
    await expect(world.namespaces.authenticate(`Bearer ${secret}`, address)).resolves.toMatchObject({ handle: 'ada' });
    expect((await refusal(world.namespaces.authenticate(`Bearer ${madeUp()}`, newAddress()))).code).toBe('UNAUTHENTICATED');

    world.clock.advance(windowMs);
    expect((await refusal(world.namespaces.authenticate(`Bearer ${madeUp()}`, address))).code).toBe('UNAUTHENTICATED');
  });

  test('a key that works is no failure', async () => {
    const address = newAddress();
    const { secret } = await create(ada.principal);
    const { count, windowMs } = limits.unknownSecretsByAddress;
    await world.cache.count(`namespaces:unknownSecretsByAddress:${address}`, windowMs, count - 1);
    for (let i = 0; i < 3; i++) {
      await world.namespaces.authenticate(`Bearer ${secret}`, address);
      world.clock.advance(3_000);
    }
  });
});
