import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, password, refusal, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.remove());

const signIn = (handle: string, clientAddress: string, clientName: string | null = null) =>
  world.namespaces.signIn({ handleOrEmail: handle, password, clientName }, { clientAddress });
const isOver = async (accessToken: string, by = world.namespaces) => {
  try {
    await by.authenticate(`Bearer ${accessToken}`);
    return false;
  } catch (error) {
    return (error as { code: string }).code === 'UNAUTHENTICATED';
  }
};
const keyOf = async (by: Parameters<World['namespaces']['createApiKey']>[0], scopes: readonly ('read' | 'publish' | 'admin')[]) => {
  const { secret } = await world.namespaces.createApiKey(by, { name: 'a key', scopes, namespaces: null, expiresAt: null }, {});
  return world.namespaces.authenticate(`Bearer ${secret}`);
};

describe('the list of sessions', () => {
  test('shows each with what its client called itself, how it was opened and where it was last used', async () => {
    const { principal, session } = await world.signUp('lists');
    world.clock.advance(1_000);
    await signIn('lists', '10.7.0.1', 'Firefox on Linux');
    world.clock.advance(1_000);
    await world.namespaces.refreshSession(session.refreshToken, { clientAddress: '2001:db8::7' });

    expect(await world.namespaces.listSessions(principal)).toMatchObject([
      { id: principal.sessionId, clientName: null, method: 'password', address: '2001:db8::7', lastUsedAt: world.clock(), endedAt: null },
      { clientName: 'Firefox on Linux', method: 'password', address: '10.7.0.1' },
    ]);
  });

  test('a refresh from nowhere known keeps the last known place', async () => {
    const { principal, session } = await world.signUp('keeps-place');
    const before = (await world.namespaces.listSessions(principal))[0]!.address;
    await world.namespaces.refreshSession(session.refreshToken, {});
    expect((await world.namespaces.listSessions(principal))[0]!.address).toBe(before);
    expect(before).toMatch(/^10\./);
  });

  test('leaves out what has ended or expired, and what belongs to others', async () => {
    const { principal } = await world.signUp('forgets');
    const other = await world.principalOf(await signIn('forgets', '10.7.0.2'));
    await world.namespaces.signOut(other, {});
    expect(await world.namespaces.listSessions(principal)).toHaveLength(1);
    world.clock.advance(31 * 24 * 60 * 60_000);
    expect(await world.namespaces.listSessions(principal)).toHaveLength(0);
  });

  test('is for the person: anonymous callers and small keys see nothing', async () => {
    const { principal } = await world.signUp('private-list');
    expect(await world.namespaces.listSessions({ kind: 'anonymous' })).toEqual([]);
    expect(await world.namespaces.listSessions(await keyOf(principal, ['read', 'publish']))).toEqual([]);
    expect(await world.namespaces.listSessions(await keyOf(principal, ['admin']))).toHaveLength(1);
  });
});

describe('ending one session', () => {
  test('ends it at once here and within five seconds elsewhere, and leaves the others', async () => {
    const { principal } = await world.signUp('ends-one');
    const other = await signIn('ends-one', '10.7.1.1');
    const { sessionId } = await world.principalOf(other);
    const elsewhere = world.otherProcess();
    await elsewhere.authenticate(`Bearer ${other.accessToken}`);

    const ended = await world.namespaces.endSession(principal, sessionId!, {});
    expect(ended.endedAt).toEqual(world.clock());
    expect(await isOver(other.accessToken)).toBe(true);
    expect((await refusal(world.namespaces.refreshSession(other.refreshToken, {}))).code).toBe('UNAUTHENTICATED');
    world.clock.advance(5_000);
    expect(await isOver(other.accessToken, elsewhere)).toBe(true);
    expect(await world.namespaces.isStillValid(principal)).toBe(true);

    expect((await world.namespaces.endSession(principal, sessionId!, {})).endedAt).toEqual(ended.endedAt);
    expect((await world.auditOf('@ends-one')).filter((action) => action === 'session.end')).toHaveLength(1);
  });

  test("another account's session is as unknown as one that never was", async () => {
    const [ada, bob] = [await world.signUp('owner-of-it'), await world.signUp('stranger')];
    const never = '00000000-0000-4000-8000-00000000abcd';
    const foreign = await refusal(world.namespaces.endSession(bob.principal, ada.principal.sessionId!, {}));
    const missing = await refusal(world.namespaces.endSession(bob.principal, never, {}));
    expect(foreign.code).toBe('NOT_FOUND');
    expect(foreign.message.replace(ada.principal.sessionId!, '')).toBe(missing.message.replace(never, ''));
    expect((await refusal(world.namespaces.endSession(bob.principal, "x' or 1=1", {}))).code).toBe('NOT_FOUND');
    expect(await world.namespaces.isStillValid(ada.principal)).toBe(true);
  });

  test('a key needs the scope admin for it', async () => {
    const { principal } = await world.signUp('key-ends');
    expect((await refusal(world.namespaces.endSession(await keyOf(principal, ['read', 'publish']), principal.sessionId!, {}))).code).toBe('FORBIDDEN');
    expect((await refusal(world.namespaces.endSession({ kind: 'anonymous' }, principal.sessionId!, {}))).code).toBe('UNAUTHENTICATED');
    await world.namespaces.endSession(await keyOf(principal, ['admin']), principal.sessionId!, {});
    expect(await world.namespaces.isStillValid(principal)).toBe(false);
  });
});

describe('signing out everywhere', () => {
  test('ends every session of the account and no other, also in processes that have just seen them', async () => {
    const { principal, session } = await world.signUp('everywhere');
    const stranger = await world.signUp('not-concerned');
    const others = [await signIn('everywhere', '10.7.2.1'), await signIn('everywhere', '10.7.2.2')];
    const elsewhere = world.otherProcess();
    for (const { accessToken } of others) await elsewhere.authenticate(`Bearer ${accessToken}`);

    expect(await world.namespaces.signOutEverywhere(principal, { keepThis: false }, {})).toEqual({ endedAt: world.clock(), endedCount: 3 });
    for (const { accessToken, refreshToken } of [session, ...others]) {
      expect(await isOver(accessToken)).toBe(true);
      expect((await refusal(world.namespaces.refreshSession(refreshToken, {}))).code).toBe('UNAUTHENTICATED');
    }
    world.clock.advance(5_000);
    for (const { accessToken } of others) expect(await isOver(accessToken, elsewhere)).toBe(true);
    expect(await world.namespaces.isStillValid(stranger.principal)).toBe(true);
    expect(await world.auditOf('@everywhere')).toContain('session.end-all');
  });

  test('can keep the session that asks', async () => {
    const { principal } = await world.signUp('keeps-this');
    const other = await signIn('keeps-this', '10.7.3.1');
    expect((await world.namespaces.signOutEverywhere(principal, { keepThis: true }, {})).endedCount).toBe(1);
    expect(await world.namespaces.isStillValid(principal)).toBe(true);
    expect(await isOver(other.accessToken)).toBe(true);
  });
});
