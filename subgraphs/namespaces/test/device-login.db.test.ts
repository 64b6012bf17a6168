import type { KnownPrincipal } from '@gati/authority';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashSecret } from '../src/installation-keys.ts';
import { limits } from '../src/limits.ts';
import { heldBack, newAddress, openWorld, publicUrl, refusal, type Signed, type World } from './world.ts';

let world: World;
let ada: Signed;
beforeAll(async () => {
  world = await openWorld();
  ada = await world.signUp('ada');
});
afterAll(() => world.remove());
beforeEach(() => world.clock.advance(15 * 60_000));

const start = () => world.namespaces.startDeviceLogin('gati on laptop', { clientAddress: newAddress() });
const approve = (userCode: string, by: KnownPrincipal = ada.principal) => world.namespaces.approveDeviceLogin(by, userCode, {});
const complete = (deviceCode: string) => world.namespaces.completeDeviceLogin(deviceCode, {});

test('a program signs in as whoever approves its code', async () => {
  const started = await start();
  expect(started).toMatchObject({ verificationUrl: `${publicUrl}/device`, intervalSeconds: 5, expiresAt: new Date(world.clock().getTime() + 600_000) });
  expect(started.userCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
  expect((await refusal(complete(started.deviceCode))).code).toBe('AUTHORIZATION_PENDING');

  expect(await approve(started.userCode)).toEqual({ clientName: 'gati on laptop' });

  const session = await complete(started.deviceCode);
  expect(session.account).toMatchObject({ handle: 'ada', email: 'ada@example.com' });
  const principal = await world.principalOf(session);
  expect(principal).toMatchObject({ kind: 'user', handle: 'ada' });
  expect(await world.database.client.session.findUnique({ where: { id: principal.sessionId! } })).toMatchObject({ clientName: 'gati on laptop' });
  expect((await world.auditOf('@ada')).slice(-2)).toEqual(['device-login.approve', 'session.start']);
});

test('the device code is stored as a hash alone', async () => {
  const { deviceCode } = await start();
  const rows = await world.database.client.deviceLogin.findMany();
  expect(rows.some((row) => Buffer.from(row.deviceCodeHash).equals(hashSecret(deviceCode)))).toBe(true);
});

test.each([
  ['in lower case', (code: string) => code.toLowerCase()],
  ['without the hyphen', (code: string) => code.replace('-', '')],
  ['with spaces', (code: string) => ` ${code.replace('-', ' ')} `],
  ['with a dash', (code: string) => code.replace('-', '–')],
])('the user code counts %s', async (_, typed) => {
  const { userCode } = await start();
  await expect(approve(typed(userCode))).resolves.toBeDefined();
});

describe('one use', () => {
  test('of many who complete at once, one gets the session', async () => {
    const { userCode, deviceCode } = await start();
    await approve(userCode);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => complete(deviceCode)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(new Set(outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as { code: string }).code] : [])))).toEqual(
      new Set(['UNAUTHENTICATED']),
    );
  });

  test('of two who wait for the same row, one gets the session', async () => {
    const { userCode, deviceCode } = await start();
    await approve(userCode);
    const outcomes = await heldBack(
      world,
      (tables) => tables.$executeRaw`select 1 from namespaces.device_login where device_code_hash = ${hashSecret(deviceCode)} for update`,
      () => Promise.allSettled([complete(deviceCode), complete(deviceCode)]),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a code that was used can be neither completed nor approved again', async () => {
    const { userCode, deviceCode } = await start();
    await approve(userCode);
    await complete(deviceCode);
    expect((await refusal(complete(deviceCode))).code).toBe('UNAUTHENTICATED');
    expect((await refusal(approve(userCode))).code).toBe('NOT_FOUND');
  });

  test('a code that one account approved is unknown to all others; the same account may say it again', async () => {
    const { userCode } = await start();
    const { principal } = await world.signUp('late');
    await approve(userCode);
    await expect(approve(userCode)).resolves.toEqual({ clientName: 'gati on laptop' });
    expect((await refusal(approve(userCode, principal))).code).toBe('NOT_FOUND');
  });
});

describe('asking too often', () => {
  test('makes the interval five seconds longer each time, and the longer one counts', async () => {
    const { deviceCode } = await start();
    const ask = async () => refusal(complete(deviceCode));
    expect((await ask()).code).toBe('AUTHORIZATION_PENDING');
    world.clock.advance(4_999);
    expect(await ask()).toMatchObject({ code: 'SLOW_DOWN', params: { intervalSeconds: 10 } });
    world.clock.advance(9_999);
    expect(await ask()).toMatchObject({ code: 'SLOW_DOWN', params: { intervalSeconds: 15 } });
    world.clock.advance(15_000);
    expect((await ask()).code).toBe('AUTHORIZATION_PENDING');
    world.clock.advance(15_000);
    expect((await ask()).code).toBe('AUTHORIZATION_PENDING');
  });

  test('does not keep an approved program from its session', async () => {
    const { deviceCode, userCode } = await start();
    await refusal(complete(deviceCode));
    await refusal(complete(deviceCode));
    await approve(userCode);
    await expect(complete(deviceCode)).resolves.toBeDefined();
  });
});

describe('after ten minutes', () => {
  test('a code can no longer be approved', async () => {
    const { userCode } = await start();
    world.clock.advance(599_999);
    await expect(approve(userCode)).resolves.toBeDefined();
    const late = await start();
    world.clock.advance(600_000);
    expect((await refusal(approve(late.userCode))).code).toBe('NOT_FOUND');
  });

  test('an approved one can no longer be completed', async () => {
    const { userCode, deviceCode } = await start();
    await approve(userCode);
    world.clock.advance(600_000);
    expect((await refusal(complete(deviceCode))).code).toBe('UNAUTHENTICATED');
  });
});

describe('who may approve', () => {
  test('a session; neither anonymous callers nor API keys, whatever their scopes', async () => {
    const { userCode, deviceCode } = await start();
    const { secret } = await world.namespaces.createApiKey(
      ada.principal,
      { name: 'all', scopes: ['read', 'publish', 'admin'], namespaces: null, expiresAt: null },
      {},
    );
    const robot = (await world.namespaces.authenticate(`Bearer ${secret}`)) as KnownPrincipal;

    expect((await refusal(approve(userCode, robot))).code).toBe('FORBIDDEN');
    expect((await refusal(world.namespaces.approveDeviceLogin({ kind: 'anonymous' }, userCode, {}))).code).toBe('UNAUTHENTICATED');
    expect((await refusal(complete(deviceCode))).code).toBe('AUTHORIZATION_PENDING');
  });

  test('nobody by trying codes: an account may try only so many', async () => {
    const { principal } = await world.signUp('guesser');
    for (let i = 0; i < limits.deviceApprovalsByAccount.count; i++) expect((await refusal(approve('BCDF-GHJK', principal))).code).toBe('NOT_FOUND');
    const { userCode } = await start();
    expect((await refusal(approve(userCode, principal))).code).toBe('RATE_LIMITED');
    await expect(approve(userCode)).resolves.toBeDefined();
  });
});

test('one address can start only so many', async () => {
  const clientAddress = newAddress();
  const startHere = () => world.namespaces.startDeviceLogin('cli', { clientAddress });
  for (let i = 0; i < limits.deviceLoginsByAddress.count; i++) await startHere();
  expect((await refusal(startHere())).code).toBe('RATE_LIMITED');
});

test.each(['', 'gatd_', `gatd_${'A'.repeat(43)}`, 'x'.repeat(9_999), 'gatd_\u0000'])('%j completes nothing', async (code) => {
  expect((await refusal(complete(code))).code).toBe('UNAUTHENTICATED');
});
test.each(['', 'AAAA-AAAA', 'BCDF-GHJ', 'BCDF-GHJK-L', 'x'.repeat(9_999), '\u0000'])('%j approves nothing', async (code) => {
  expect((await refusal(approve(code))).code).toBe('NOT_FOUND');
});

test('whoever approves sees first what waits, and nobody else what somebody has approved', async () => {
  const bob = await world.signUp('looks-on');
  const { userCode, deviceCode } = await world.namespaces.startDeviceLogin('gati on a laptop', { clientAddress: newAddress() });
  const look = (by: Parameters<World['namespaces']['readDeviceLogin']>[0], code: string = userCode) => world.namespaces.readDeviceLogin(by, code);
  expect(await look(ada.principal, userCode.toLowerCase())).toMatchObject({ clientName: 'gati on a laptop', createdAt: world.clock() });
  expect(await look(ada.principal, 'BBBB-BBBB')).toBeNull();
  expect(await look(ada.principal, '\u0000')).toBeNull();
  expect((await refusal(look({ kind: 'anonymous' }))).code).toBe('UNAUTHENTICATED');
  await world.namespaces.approveDeviceLogin(ada.principal, userCode, {});
  expect(await look(bob.principal)).toBeNull();
  await world.namespaces.completeDeviceLogin(deviceCode, {});
  expect(await look(ada.principal)).toBeNull();
});
