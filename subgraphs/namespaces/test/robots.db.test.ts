import { decide, type KnownPrincipal, type Scope } from '@gati/authority';
import type { Handle } from '@gati/identifiers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseArtifactPatterns } from '../src/index.ts';
import { newAddress, openWorld, refusal, type Signed, type World } from './world.ts';

let world: World;
let ada: Signed;
let bob: Signed;
let acme: string;
beforeAll(async () => {
  world = await openWorld();
  ada = await world.signUp('ada');
  bob = await world.signUp('bob');
  acme = (await world.namespaces.createOrganization(ada.principal, { handle: 'acme' as Handle, displayName: 'Acme' }, {})).id;
});
afterAll(() => world.remove());

const makeRobot = (name: string, by = ada.principal, role: 'admin' | 'write' | 'read' = 'write') =>
  world.namespaces.createRobot(by, { namespace: 'acme' as Handle, name, description: 'builds', role }, {});
interface Wish {
  readonly scopes?: readonly Scope[];
  readonly namespaces?: readonly string[] | null;
  readonly artifacts?: readonly string[];
  readonly robot?: string;
  readonly expiresAt?: Date | null;
}
const makeKey = (by: KnownPrincipal, { scopes = ['read', 'publish'], namespaces = null, artifacts, robot, expiresAt = null }: Wish = {}) =>
  world.namespaces.createApiKey(
    by,
    {
      name: 'k',
      scopes,
      namespaces: namespaces as readonly Handle[] | null,
      artifacts: parseArtifactPatterns(artifacts ?? null, 'input.artifacts'),
      robot: robot ?? null,
      expiresAt,
    },
    {},
  );
const enter = async (secret: string, by = world.namespaces) => (await by.authenticate(`Bearer ${secret}`)) as KnownPrincipal;
const mayPush = async (principal: KnownPrincipal, artifact: string, namespaceId = acme) => {
  const facts = (await world.namespaces.factsFor(principal, [namespaceId])).get(namespaceId)!;
  return decide(principal, 'artifact.push', { ...facts, artifact, visibility: 'private', admitted: true }).kind === 'allowed';
};
const inHours = (hours: number) => new Date(world.clock().getTime() + hours * 3_600_000);

describe('a robot', () => {
  test('has a role in its organization and nowhere else, and is no member', async () => {
    const robot = await makeRobot('ci');
    expect(robot).toMatchObject({ handle: 'acme+ci', role: 'write' });
    const { secret } = await makeKey(ada.principal, { robot: robot.accountId });
    const principal = await enter(secret);
    expect(principal).toMatchObject({ kind: 'robot', handle: 'acme+ci', accountId: robot.accountId, limitedTo: new Set([acme]) });
    expect(await mayPush(principal, 'auth')).toBe(true);
    const adaSpace = (await world.namespaces.namespaceByHandle('ada'))!.id;
    expect(await mayPush(principal, 'auth', adaSpace)).toBe(false);
    expect((await world.namespaces.readableScopes(principal)).namespaceIds).toEqual([acme]);
    const { members } = (await world.namespaces.listMembers(ada.principal, { id: acme, kind: 'organization' }, { after: null, limit: 100 }))!;
    expect(members.map(({ handle }) => handle)).toEqual(['ada']);
    await expect(world.namespaces.authenticateBasic('acme+ci', secret, { allowPassword: true, clientAddress: newAddress() })).resolves.toMatchObject({
      handle: 'acme+ci',
    });
  });

  test('neither signs in, nor makes organizations, nor acts for the account that made it', async () => {
    const robot = await makeRobot('humble', ada.principal, 'admin');
    const { secret } = await makeKey(ada.principal, { robot: robot.accountId, scopes: ['read', 'publish', 'admin'] });
    const principal = await enter(secret);
    expect((await refusal(world.namespaces.createOrganization(principal, { handle: 'mine' as Handle, displayName: 'Mine' }, {}))).code).toBe('FORBIDDEN');
    expect((await refusal(world.namespaces.signIn({ handleOrEmail: 'acme+humble', password: secret }, { clientAddress: newAddress() }))).code).toBe(
      'UNAUTHENTICATED',
    );
    expect((await refusal(world.namespaces.endSession(principal, ada.principal.sessionId!, {}))).code).toBe('FORBIDDEN');
    expect(await world.namespaces.listSessions(principal)).toEqual([]);
    expect(await world.namespaces.readTwoFactor(principal)).toBeNull();
    await world.namespaces.requestPasswordReset('acme+humble', { clientAddress: newAddress() });
  });

  test('is made, seen, given keys and removed by those who manage the organization alone', async () => {
    expect((await refusal(makeRobot('strange', bob.principal))).code).toBe('NAMESPACE_PERMISSION_DENIED');
    const robot = await makeRobot('guarded');
    expect(await world.namespaces.listRobots(bob.principal, acme)).toEqual([]);
    expect((await world.namespaces.listRobots(ada.principal, acme)).map(({ name }) => name)).toContain('guarded');
    const never = '00000000-0000-4000-8000-00000000abcd';
    for (const act of [(id: string) => world.namespaces.removeRobot(bob.principal, id, {}), (id: string) => makeKey(bob.principal, { robot: id })]) {
      const [foreign, missing] = [await refusal(act(robot.accountId)), await refusal(act(never))];
      expect(foreign.code).toBe('NOT_FOUND');
      expect(foreign.message.replace(robot.accountId, '')).toBe(missing.message.replace(never, ''));
    }
    const { apiKey } = await makeKey(ada.principal, { robot: robot.accountId });
    expect(await world.namespaces.listRobotKeys(bob.principal, robot)).toEqual([]);
    expect(await world.namespaces.listRobotKeys(ada.principal, robot)).toMatchObject([{ id: apiKey.id }]);
    expect((await refusal(world.namespaces.revokeApiKey(bob.principal, apiKey.id, {}))).code).toBe('NOT_FOUND');
    await world.namespaces.revokeApiKey(ada.principal, apiKey.id, {});
  });

  test('ends with its keys, at once here and within five seconds elsewhere; its name is not given again', async () => {
    const robot = await makeRobot('leaves');
    const { secret } = await makeKey(ada.principal, { robot: robot.accountId });
    const elsewhere = world.otherProcess();
    const principal = await enter(secret, elsewhere);
    await enter(secret);
    await world.namespaces.removeRobot(ada.principal, robot.accountId, {});
    expect((await refusal(enter(secret))).code).toBe('UNAUTHENTICATED');
    expect(await mayPush(principal, 'auth')).toBe(false);
    world.clock.advance(5_000);
    expect((await refusal(enter(secret, elsewhere))).code).toBe('UNAUTHENTICATED');
    expect((await refusal(makeRobot('leaves'))).code).toBe('HANDLE_TAKEN');
    expect((await refusal(makeKey(ada.principal, { robot: robot.accountId }))).code).toBe('NOT_FOUND');
    expect(await world.auditOf('@acme+leaves')).toEqual(['robot.create', 'robot.remove']);
  });

  test('belongs to an organization, and its keys reach no further', async () => {
    expect(
      (await refusal(world.namespaces.createRobot(ada.principal, { namespace: 'ada' as Handle, name: 'x', description: 'x', role: 'write' }, {}))).code,
    ).toBe('FORBIDDEN');
    const robot = await makeRobot('narrow');
    expect((await refusal(makeKey(ada.principal, { robot: robot.accountId, namespaces: ['acme', 'ada'] }))).code).toBe('VALIDATION_FAILED');
    expect((await refusal(makeKey(ada.principal, { robot: robot.accountId, artifacts: ['@ada/x'] }))).code).toBe('VALIDATION_FAILED');
    const { secret } = await makeKey(ada.principal, { robot: robot.accountId, artifacts: ['@acme/web-*'] });
    const principal = await enter(secret);
    expect([await mayPush(principal, 'web-shop'), await mayPush(principal, 'auth')]).toEqual([true, false]);
  });
});

describe('a key for some artifacts', () => {
  test('may there what it may, and nothing else, in every process and as a token of the OCI door', async () => {
    const { secret, apiKey } = await makeKey(ada.principal, { artifacts: ['@acme/web-*', '@acme/auth'] });
    expect(apiKey.artifactPatterns).toEqual([`${acme}/web-*`, `${acme}/auth`]);
    const { token } = await world.namespaces.ociTokens.mint(await enter(secret), []);
    const { principal: throughToken } = await world.otherProcess().ociTokens.verify(token);
    for (const principal of [await enter(secret), await enter(secret, world.otherProcess()), throughToken as KnownPrincipal]) {
      expect([await mayPush(principal, 'web-shop'), await mayPush(principal, 'auth'), await mayPush(principal, 'auth-2')]).toEqual([true, true, false]);
      expect((await world.namespaces.readableScopes(principal)).namespaceIds).toEqual([]);
    }
  });

  test('makes keys for the same artifacts or fewer alone', async () => {
    const { secret } = await makeKey(ada.principal, { scopes: ['read', 'admin'], artifacts: ['@acme/web-*'] });
    const maker = await enter(secret);
    await expect(makeKey(maker, { scopes: ['read'], artifacts: ['@acme/web-shop'] })).resolves.toBeDefined();
    for (const wish of [{ artifacts: ['@acme/*'] }, { artifacts: ['@acme/auth'] }, { namespaces: ['acme'] }, {}]) {
      expect((await refusal(makeKey(maker, { scopes: ['read'], ...wish }))).code).toBe('FORBIDDEN');
    }
  });

  test('names a namespace that does not exist with its place', async () => {
    expect(await refusal(makeKey(ada.principal, { artifacts: ['@acme/auth', '@nobody/x'] }))).toMatchObject({
      params: { fields: [{ path: 'input.artifacts.1' }] },
    });
  });
});

describe('rotating a key', () => {
  test('gives a successor that may do the same; both work for the overlap, then the new one alone', async () => {
    const old = await makeKey(ada.principal, { scopes: ['read'], namespaces: ['acme'], artifacts: ['@ada/x'], expiresAt: inHours(100) });
    world.clock.advance(10 * 3_600_000);
    const rotated = await world.namespaces.rotateApiKey(ada.principal, { id: old.apiKey.id, overlapHours: 24 }, {});
    expect(rotated.apiKey).toMatchObject({
      name: 'k',
      scopes: ['read'],
      namespaceIds: [acme],
      artifactPatterns: old.apiKey.artifactPatterns,
      expiresAt: inHours(100),
    });
    expect(rotated.previous.expiresAt).toEqual(inHours(24));
    expect((await enter(old.secret)).limitedTo).toEqual((await enter(rotated.secret)).limitedTo);
    world.clock.advance(24 * 3_600_000);
    expect((await refusal(enter(old.secret))).code).toBe('UNAUTHENTICATED');
    await expect(enter(rotated.secret)).resolves.toBeDefined();
    expect(await world.auditOf(`API key ${old.apiKey.id}`)).toEqual(['api-key.create', 'api-key.rotate']);
  });

  test('without an overlap ends the old one at once, and never lets it live longer than it would have', async () => {
    const first = await makeKey(ada.principal);
    await enter(first.secret);
    await world.namespaces.rotateApiKey(ada.principal, { id: first.apiKey.id, overlapHours: 0 }, {});
    expect((await refusal(enter(first.secret))).code).toBe('UNAUTHENTICATED');
    const brief = await makeKey(ada.principal, { expiresAt: inHours(1) });
    expect((await world.namespaces.rotateApiKey(ada.principal, { id: brief.apiKey.id, overlapHours: 24 }, {})).previous.expiresAt).toEqual(inHours(1));
  });

  test('is done once for each key, of many at once too', async () => {
    const { apiKey } = await makeKey(ada.principal);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () => world.namespaces.rotateApiKey(ada.principal, { id: apiKey.id, overlapHours: 1 }, {})),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test("is for the key's owner: nobody else's, and no key prolongs itself", async () => {
    const { apiKey } = await makeKey(ada.principal, { scopes: ['admin'], expiresAt: inHours(10) });
    expect((await refusal(world.namespaces.rotateApiKey(bob.principal, { id: apiKey.id, overlapHours: 1 }, {}))).code).toBe('NOT_FOUND');
    const own = await makeKey(ada.principal, { scopes: ['read', 'admin'], expiresAt: inHours(10) });
    const asKey = await enter(own.secret);
    world.clock.advance(60_000);
    expect((await refusal(world.namespaces.rotateApiKey(asKey, { id: own.apiKey.id, overlapHours: 1 }, {}))).code).toBe('FORBIDDEN');
    for (const overlapHours of [-1, 1.5, 169, Number.NaN])
      expect((await refusal(world.namespaces.rotateApiKey(ada.principal, { id: apiKey.id, overlapHours }, {}))).code).toBe('VALIDATION_FAILED');
    const robot = await makeRobot('rotates');
    const robotKey = await makeKey(ada.principal, { robot: robot.accountId });
    const { secret } = await world.namespaces.rotateApiKey(ada.principal, { id: robotKey.apiKey.id, overlapHours: 1 }, {});
    expect((await enter(secret)).handle).toBe('acme+rotates');
  });
});
