import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newAddress, openWorld, password, refusal, type World } from './world.ts';

let world: World;
let client: World['database']['client'];
beforeAll(async () => {
  world = await openWorld();
  ({ client } = world.database);
});
afterAll(() => world.remove());

const day = 24 * 60 * 60_000;
const sweep = () => world.namespaces.jobs[0]!.run({}, { signal: new AbortController().signal, lastAttempt: false });

test('is declared with one name and one key', () => {
  expect(world.namespaces.jobs.map(({ name }) => name)).toContain('namespaces.sweep-expired');
  expect(world.namespaces.jobs[0]!.prepare({}).dedupeKey).toBe('all');
});

test('ends what has expired, removes what nobody needs any more, leaves the rest, and ends the same when run again', async () => {
  const { session, principal } = await world.signUp('old');
  await world.namespaces.refreshSession(session.refreshToken, {});
  await world.namespaces.startDeviceLogin('cli', {});
  await world.namespaces.createSocketTicket(principal);
  world.clock.advance(20 * day);
  const young = await world.namespaces.signIn({ handleOrEmail: 'old', password }, { clientAddress: newAddress() });
  const pending = await world.namespaces.startDeviceLogin('cli', {});
  const youngPrincipal = await world.principalOf(young);
  const { ticket } = await world.namespaces.createSocketTicket(youngPrincipal);
  world.clock.advance(30_000);

  await sweep();
  await expect(world.namespaces.redeemSocketTicket(ticket)).resolves.toEqual(youngPrincipal);
  expect((await refusal(world.namespaces.completeDeviceLogin(pending.deviceCode, {}))).code).toBe('AUTHORIZATION_PENDING');
  expect(await client.deviceLogin.count()).toBe(1);
  expect(await client.socketTicket.count()).toBe(1);
  expect(await client.session.count({ where: { endedAt: null } })).toBe(2);

  world.clock.advance(10 * day);
  for (let run = 0; run < 2; run++) {
    await sweep();
    expect(await client.session.findUnique({ where: { id: principal.sessionId! } })).toMatchObject({ endReason: 'expired' });
    expect(await client.session.count({ where: { endedAt: null } })).toBe(1);
    expect(await client.deviceLogin.count()).toBe(0);
  }

  world.clock.advance(31 * day);
  await sweep();
  expect(await client.session.findUnique({ where: { id: principal.sessionId! } })).toBeNull();
  expect(await client.refreshToken.count({ where: { sessionId: principal.sessionId! } })).toBe(0);
});

test('a spent token is remembered as long as it could have been valid, so that its reuse is noticed after a sweep', async () => {
  const { session } = await world.signUp('remembered');
  let current = session;
  for (let i = 0; i < 3; i++) {
    world.clock.advance(9 * day);
    current = await world.namespaces.refreshSession(current.refreshToken, {});
  }
  await sweep();
  expect((await refusal(world.namespaces.refreshSession(session.refreshToken, {}))).code).toBe('UNAUTHENTICATED');
  expect((await refusal(world.namespaces.refreshSession(current.refreshToken, {}))).code).toBe('UNAUTHENTICATED');
});

test('does more than one portion', async () => {
  const { principal } = await world.signUp('many');
  await client.socketTicket.createMany({
    data: Array.from({ length: 2_300 }, (_, i) => ({
      hash: Buffer.from(`ticket-${i}`),
      accountId: principal.accountId,
      sessionId: principal.sessionId,
      expiresAt: world.clock(),
    })),
  });
  world.clock.advance(2 * 60 * 60_000);
  await sweep();
  expect(await client.socketTicket.count()).toBe(0);
});

describe('the audit log', () => {
  test('can be neither changed nor shortened', async () => {
    await world.signUp('watched');
    const { id } = await client.auditEntry.findFirstOrThrow({ where: { subject: '@watched' } });
    await expect(client.auditEntry.update({ where: { id }, data: { actor: '@somebody' } })).rejects.toThrow();
    await expect(client.auditEntry.delete({ where: { id } })).rejects.toThrow();
    await expect(client.$executeRaw`truncate namespaces.audit_entry`).rejects.toThrow();
    expect(await world.auditOf('@watched')).toEqual(['account.create']);
  });

  test('takes entries of other contexts in their own transactions: both or neither', async () => {
    const { principal } = await world.signUp('actor');
    const entry = { actor: principal, action: 'artifact.update', subject: '@actor/thing', details: { visibility: 'private' }, origin: { requestId: 'r-7' } };
    await expect(
      world.database.transaction(async (tables) => {
        await world.namespaces.audit.record(tables, entry);
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect(await world.auditOf('@actor/thing')).toEqual([]);

    await world.database.transaction((tables) => world.namespaces.audit.record(tables, entry));
    const [row] = await client.auditEntry.findMany({ where: { subject: '@actor/thing' } });
    expect(row).toMatchObject({
      actor: '@actor',
      actorId: principal.accountId,
      action: 'artifact.update',
      details: { visibility: 'private' },
      requestId: 'r-7',
      at: world.clock(),
    });
  });
});
