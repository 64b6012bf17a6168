import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deriveInstallationKeys, hashSecret } from '../src/installation-keys.ts';
import { refreshLifetimeMs, rotationGraceMs } from '../src/rules/refresh-rotation.ts';
import { heldBack, openWorld, refusal, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.remove());

const refresh = (token: string, by = world.namespaces) => by.refreshSession(token, {});
const isRefused = async (token: string) => (await refusal(refresh(token))).code === 'UNAUTHENTICATED';
const authenticate = (token: string, by = world.namespaces) => by.authenticate(`Bearer ${token}`);

describe('rotation', () => {
  test('each exchange gives new tokens of the same session, and they work', async () => {
    const { session, principal } = await world.signUp('rotates');
    let current = session;
    for (let i = 0; i < 4; i++) {
      world.clock.advance(60_000);
      const next = await refresh(current.refreshToken);
      expect(next.refreshToken).not.toBe(current.refreshToken);
      expect(await world.principalOf(next)).toMatchObject({ accountId: principal.accountId, sessionId: principal.sessionId });
      current = next;
    }
  });

  test('only hashes of refresh tokens are stored', async () => {
    const { session } = await world.signUp('hashed');
    const { refreshToken } = await refresh(session.refreshToken);
    const rows = await world.database.client.refreshToken.findMany();
    const stored = rows.map(({ hash }) => Buffer.from(hash).toString('hex'));
    for (const token of [session.refreshToken, refreshToken]) expect(stored).toContain(hashSecret(token).toString('hex'));
    const everything =
      JSON.stringify(await world.database.client.session.findMany()) +
      JSON.stringify(rows.map((row) => ({ ...row, hash: Buffer.from(row.hash).toString('utf8') })));
    for (const token of [session.refreshToken, refreshToken]) expect(everything).not.toContain(token);
  });

  test('the successor cannot be computed without the secret of the installation', async () => {
    const { session } = await world.signUp('successor');
    const { refreshToken } = await refresh(session.refreshToken);
    expect(deriveInstallationKeys('another secret').successorOf(session.refreshToken)).not.toBe(refreshToken);
  });

  test('a token that was just spent is answered with the very same tokens for ten seconds, in every process', async () => {
    const { session } = await world.signUp('grace');
    const first = await refresh(session.refreshToken);
    for (const elapsed of [0, 1, 4_000, rotationGraceMs - 4_002]) {
      world.clock.advance(elapsed);
      expect(await refresh(session.refreshToken)).toEqual(first);
      expect(await refresh(session.refreshToken, world.otherProcess())).toEqual(first);
    }
    await expect(refresh(first.refreshToken)).resolves.toBeDefined();
  });

  test('of twenty exchanges of one token at once all get the same successor', async () => {
    const { session } = await world.signUp('parallel');
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(session.refreshToken)));
    expect(new Set(answers.map(({ refreshToken }) => refreshToken)).size).toBe(1);
    expect(new Set(answers.map(({ accessToken }) => accessToken)).size).toBe(1);
    await expect(refresh(answers[0]!.refreshToken)).resolves.toBeDefined();
  });
});

test('a session that is used lasts, however old it is', async () => {
  const { session } = await world.signUp('lasting');
  let current = session;
  for (let month = 0; month < 3; month++) {
    world.clock.advance(refreshLifetimeMs - 20_000);
    current = await refresh(current.refreshToken);
    world.clock.advance(10_000);
    await expect(authenticate(current.accessToken)).resolves.toMatchObject({ handle: 'lasting' });
  }
});

test('exchanges that wait for one another see what the first one did', async () => {
  const { session, principal } = await world.signUp('queueing');
  const answers = await heldBack(
    world,
    (tables) => tables.$executeRaw`select 1 from namespaces.session where id = ${principal.sessionId}::uuid for update`,
    () => Promise.all([refresh(session.refreshToken), refresh(session.refreshToken), refresh(session.refreshToken)]),
  );
  expect(new Set(answers.map(({ refreshToken }) => refreshToken)).size).toBe(1);
  await expect(refresh(answers[0].refreshToken)).resolves.toBeDefined();
});

describe('reuse', () => {
  test('a spent token that comes back after ten seconds ends the whole session at once', async () => {
    const { session, principal } = await world.signUp('reused');
    const second = await refresh(session.refreshToken);
    const third = await refresh(second.refreshToken);
    world.clock.advance(rotationGraceMs);

    expect(await isRefused(session.refreshToken)).toBe(true);
    expect(await isRefused(third.refreshToken)).toBe(true);
    expect((await refusal(authenticate(third.accessToken))).code).toBe('UNAUTHENTICATED');
    expect(await world.namespaces.isStillValid(principal)).toBe(false);
    expect(await world.auditOf('@reused')).toEqual(['account.create', 'session.end']);
  });

  test('other sessions of the account go on', async () => {
    const { session } = await world.signUp('two-sessions');
    const other = await world.namespaces.signIn({ handleOrEmail: 'two-sessions', password: 'four random words do well' }, { clientAddress: '10.9.9.9' });
    await refresh(session.refreshToken);
    world.clock.advance(rotationGraceMs);
    await isRefused(session.refreshToken);

    await expect(refresh(other.refreshToken)).resolves.toBeDefined();
  });

  test('reuse tells of itself once', async () => {
    const { session } = await world.signUp('reused-twice');
    await refresh(session.refreshToken);
    world.clock.advance(rotationGraceMs);
    await Promise.all([isRefused(session.refreshToken), isRefused(session.refreshToken), isRefused(session.refreshToken)]);
    expect(await world.auditOf('@reused-twice')).toEqual(['account.create', 'session.end']);
  });
});

describe('what is no refresh token', () => {
  test.each(['', 'gatr_', `gatr_${'A'.repeat(43)}`, `gatd_${'A'.repeat(43)}`, 'x'.repeat(10_000), 'gatr_\u0000'])('%j is refused', async (token) => {
    expect(await isRefused(token)).toBe(true);
  });

  test('an expired one is refused and its session does not come back', async () => {
    const { session } = await world.signUp('expired');
    world.clock.advance(refreshLifetimeMs - 1);
    const last = await refresh(session.refreshToken);
    world.clock.advance(refreshLifetimeMs);
    expect(await isRefused(last.refreshToken)).toBe(true);
  });
});

describe('signing out', () => {
  test('ends access and refresh tokens at once here, and within five seconds in every other process', async () => {
    const { session, principal } = await world.signUp('leaves');
    const elsewhere = world.otherProcess();
    await authenticate(session.accessToken, elsewhere);

    const { endedAt } = await world.namespaces.signOut(principal, {});

    expect(endedAt).toEqual(world.clock());
    expect((await refusal(authenticate(session.accessToken))).code).toBe('UNAUTHENTICATED');
    expect(await world.namespaces.isStillValid(principal)).toBe(false);
    expect(await isRefused(session.refreshToken)).toBe(true);
    world.clock.advance(5_000);
    expect((await refusal(authenticate(session.accessToken, elsewhere))).code).toBe('UNAUTHENTICATED');
    expect(await elsewhere.isStillValid(principal)).toBe(false);
  });

  test('twice gives the time of the first', async () => {
    const { principal } = await world.signUp('leaves-twice');
    const first = await world.namespaces.signOut(principal, {});
    world.clock.advance(1_000);
    expect(await world.namespaces.signOut(principal, {})).toEqual(first);
    expect((await world.auditOf('@leaves-twice')).filter((action) => action === 'session.end')).toHaveLength(1);
  });

  test('needs a session', async () => {
    const { principal } = await world.signUp('keyholder');
    expect((await refusal(world.namespaces.signOut({ kind: 'anonymous' }, {}))).code).toBe('UNAUTHENTICATED');
    expect((await refusal(world.namespaces.signOut({ ...principal, kind: 'robot', sessionId: null, apiKeyId: principal.accountId }, {}))).code).toBe(
      'FORBIDDEN',
    );
  });
});

describe('what authenticating costs', () => {
  test('the database is asked at most once in 2.5 seconds for a session, however many ask at once', async () => {
    const { session } = await world.signUp('busy');
    world.clock.advance(5_000);
    world.queries.count = 0;
    await Promise.all(Array.from({ length: 50 }, () => authenticate(session.accessToken)));
    for (let second = 0; second < 4; second++) {
      world.clock.advance(500);
      await authenticate(session.accessToken);
    }
    expect(world.queries.count).toBeLessThanOrEqual(1);
    world.clock.advance(500);
    await authenticate(session.accessToken);
    expect(world.queries.count).toBeLessThanOrEqual(2);
  });
});

test('without an Authorization header the asker is anonymous; with a broken one it is refused, never anonymous', async () => {
  expect(await world.namespaces.authenticate(undefined)).toEqual({ kind: 'anonymous' });
  for (const header of ['', 'Bearer', 'Bearer ', 'Bearer a b', 'Basic YTpi', 'bearer\tx', `Bearer ${'x'.repeat(30_000)}`, 'Bearer é']) {
    expect((await refusal(world.namespaces.authenticate(header))).code).toBe('UNAUTHENTICATED');
  }
});
