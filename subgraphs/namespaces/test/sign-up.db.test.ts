import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseNewAccount } from '../src/index.ts';
import { limits } from '../src/limits.ts';
import { newAddress, openWorld, password, refusal, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.remove());

const signUp = (handle: string, email = `${handle}@example.com`, clientAddress = newAddress()) =>
  world.namespaces.signUp(parseNewAccount({ handle, email, password }), { clientAddress });

test('signing up makes an account, its namespace with it as owner, and a session, in one transaction with its facts and its audit entry', async () => {
  world.facts.length = 0;
  const session = await signUp('ada');

  expect(session.account).toMatchObject({ handle: 'ada', email: 'ada@example.com' });
  const principal = await world.principalOf(session);
  expect(principal).toMatchObject({ kind: 'user', handle: 'ada', accountId: session.account.id, apiKeyId: null, limitedTo: null });
  expect([...principal.scopes].toSorted()).toEqual(['admin', 'publish', 'read']);

  const namespace = await world.namespaces.namespaceByHandle('@ada');
  expect(namespace).toMatchObject({ handle: 'ada', kind: 'user', displayName: 'ada' });
  const facts = await world.namespaces.factsFor(principal, [namespace!.id]);
  expect(facts.get(namespace!.id)).toEqual({ namespaceId: namespace!.id, handle: 'ada', role: 'owner' });
  expect(world.facts).toEqual([
    { name: 'namespace.changed', payload: { namespaceId: namespace!.id } },
    { name: 'member.changed', payload: { namespaceId: namespace!.id, accountId: session.account.id } },
    { name: 'mail.requested', payload: { accountId: session.account.id, purpose: 'verify' } },
  ]);
  expect(await world.auditOf('@ada')).toEqual(['account.create']);
});

test('of fifty who sign up with one handle at once, exactly one gets it', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => signUp('wanted', `person-${i}@example.com`)));

  const winners = outcomes.filter(({ status }) => status === 'fulfilled');
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as { code: string }).code] : []));
  expect(winners).toHaveLength(1);
  expect(new Set(refused)).toEqual(new Set(['HANDLE_TAKEN']));
  expect(await world.database.client.namespace.count({ where: { handle: 'wanted' } })).toBe(1);
  expect(await world.database.client.account.count({ where: { handle: 'wanted' } })).toBe(1);
});

test('of those who sign up at once with handles that differ in hyphens alone, exactly one gets its own', async () => {
  const spellings = ['look-alike', 'lookalike', 'l-ook-alike', 'loo-kalike'];
  const outcomes = await Promise.allSettled(spellings.map((handle) => signUp(handle)));

  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await world.database.client.namespace.count({ where: { handleKey: 'lookalike' } })).toBe(1);
});

test('a handle that an organization has is taken for accounts too', async () => {
  const { principal } = await world.signUp('founder');
  await world.namespaces.createOrganization(principal, { handle: 'the-firm' as never, displayName: 'The Firm' }, {});

  expect(await refusal(signUp('the-firm'))).toMatchObject({ code: 'HANDLE_TAKEN', params: { handle: 'the-firm' } });
});

test('reserved handles are refused', async () => {
  expect(await refusal(signUp('admin'))).toMatchObject({ code: 'HANDLE_RESERVED' });
});

test('what is kept of a password is an argon2id hash with the parameters of OWASP, another one for the same password', async () => {
  await Promise.all([signUp('hash-one'), signUp('hash-two')]);
  const rows = await world.database.client.account.findMany({ where: { handle: { in: ['hash-one', 'hash-two'] } } });

  for (const { passwordHash } of rows) expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(rows[0]?.passwordHash).not.toBe(rows[1]?.passwordHash);
});

describe('limits', () => {
  test('one address can sign up only so often, and nothing is hashed beyond that', async () => {
    const address = newAddress();
    for (let i = 0; i < limits.signUpsByAddress.count; i++) await world.cache.count(`namespaces:signUpsByAddress:${address}`, limits.signUpsByAddress.windowMs);

    const { code, params } = await refusal(signUp('too-many', undefined, address));
    expect(code).toBe('RATE_LIMITED');
    expect((params as { retryAfterSeconds: number }).retryAfterSeconds).toBe(limits.signUpsByAddress.windowMs / 1000);
    await expect(signUp('too-many')).resolves.toBeDefined();
  });
});
