import { anonymous, type KnownPrincipal } from '@gati/authority';
import type { Handle } from '@gati/identifiers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NamespaceRow } from '../src/index.ts';
import { organizationsMax } from '../src/use-cases/create-organization.ts';
import { openWorld, refusal, type Signed, type World } from './world.ts';

let world: World;
let ada: Signed;
let bob: Signed;
let eve: Signed;
let acme: NamespaceRow;
beforeAll(async () => {
  world = await openWorld();
  [ada, bob, eve] = [await world.signUp('ada'), await world.signUp('bob'), await world.signUp('eve')];
  acme = await create('acme');
  await world.database.client.membership.create({ data: { accountId: bob.principal.accountId, namespaceId: acme.id, role: 'read', createdAt: world.clock() } });
});
afterAll(() => world.remove());

const create = (handle: string, by: Parameters<World['namespaces']['createOrganization']>[0] = ada.principal) =>
  world.namespaces.createOrganization(by, { handle: handle as Handle, displayName: handle.toUpperCase() }, {});
const key = async (scopes: readonly ('read' | 'publish' | 'admin')[], namespaces: readonly Handle[] | null = null, owner = ada) => {
  const { secret } = await world.namespaces.createApiKey(owner.principal, { name: 'k', scopes, namespaces, expiresAt: null }, {});
  return (await world.namespaces.authenticate(`Bearer ${secret}`)) as KnownPrincipal;
};
const idOf = async (handle: string) => (await world.namespaces.namespaceByHandle(handle))!.id;

describe('making an organization', () => {
  test('makes the asker its owner, tells so, and is audited', async () => {
    world.facts.length = 0;
    const made = await create('newcorp');
    expect(made).toMatchObject({ handle: 'newcorp', kind: 'organization', displayName: 'NEWCORP' });
    expect((await world.namespaces.factsFor(ada.principal, [made.id])).get(made.id)?.role).toBe('owner');
    expect(world.facts).toEqual([
      { name: 'namespace.changed', payload: { namespaceId: made.id } },
      { name: 'member.changed', payload: { namespaceId: made.id, accountId: ada.principal.accountId } },
    ]);
    expect(await world.auditOf('@newcorp')).toEqual(['organization.create']);
  });

  test('of twenty at once with one handle exactly one succeeds', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => create('race', [ada, bob, eve][i % 3]!.principal)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(new Set(outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as { code: string }).code] : [])))).toEqual(
      new Set(['HANDLE_TAKEN']),
    );
  });

  test.each([
    ['ada', 'HANDLE_TAKEN'],
    ['a-da', 'HANDLE_TAKEN'],
    ['gati-official', 'HANDLE_RESERVED'],
  ])('%s is refused as %s', async (handle, code) => {
    expect((await refusal(create(handle))).code).toBe(code);
  });

  test('needs a session, or a key with the scope admin and no limit', async () => {
    expect((await refusal(create('never', anonymous))).code).toBe('UNAUTHENTICATED');
    expect((await refusal(create('never', await key(['read', 'publish'])))).code).toBe('FORBIDDEN');
    expect((await refusal(create('never', await key(['admin'], ['ada' as Handle])))).code).toBe('FORBIDDEN');
    await expect(create('by-a-key', await key(['admin']))).resolves.toBeDefined();
  });

  test('stops at a hundred for one account, at once as one by one', async () => {
    const { principal } = await world.signUp('hoarder');
    const ids = Array.from({ length: organizationsMax - 2 }, (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`);
    await world.database.client.namespace.createMany({
      data: ids.map((id, i) => ({
        id,
        handle: `hoard${i}`,
        handleKey: `hoard${i}`,
        kind: 'organization' as const,
        displayName: 'x',
        createdAt: world.clock(),
      })),
    });
    await world.database.client.membership.createMany({
      data: ids.map((namespaceId) => ({ namespaceId, accountId: principal.accountId, role: 'owner' as const, createdAt: world.clock() })),
    });
    const atOnce = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => create(`at-once-${i}`, principal)));
    expect(atOnce.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await refusal(create('one-more', principal))).toMatchObject({ code: 'QUOTA_EXCEEDED', params: { limit: organizationsMax } });
  });
});

describe('facts', () => {
  test('give the role of the asker in each namespace that exists, null for a stranger, nothing for what is not there, in one query', async () => {
    const [adaSpace, never] = [await idOf('ada'), '00000000-0000-4000-8000-0000000000ff'];
    world.queries.count = 0;
    const facts = await world.namespaces.factsFor(bob.principal, [acme.id, adaSpace, never, acme.id]);
    expect(world.queries.count).toBe(1);
    expect(facts).toEqual(
      new Map([
        [acme.id, { namespaceId: acme.id, handle: 'acme', role: 'read' }],
        [adaSpace, { namespaceId: adaSpace, handle: 'ada', role: null }],
      ]),
    );
    expect((await world.namespaces.factsFor(anonymous, [acme.id])).get(acme.id)).toEqual({ namespaceId: acme.id, handle: 'acme', role: null });
    expect(await world.namespaces.factsFor(anonymous, [])).toEqual(new Map());
  });

  test('follow a change of role at the next question', async () => {
    const { principal } = await world.signUp('changes');
    const member = { namespaceId_accountId: { namespaceId: acme.id, accountId: principal.accountId } };
    const role = async () => (await world.namespaces.factsFor(principal, [acme.id])).get(acme.id)?.role;
    await world.database.client.membership.create({ data: { accountId: principal.accountId, namespaceId: acme.id, role: 'admin', createdAt: world.clock() } });
    expect(await role()).toBe('admin');
    await world.database.client.membership.update({ where: member, data: { role: 'read' } });
    expect(await role()).toBe('read');
    await world.database.client.membership.delete({ where: member });
    expect(await role()).toBeNull();
  });

  test.each(['owner', 'admin', 'write', 'read'] as const)('know the role %s', async (role) => {
    const { principal } = await world.signUp(`role-of-${role}`);
    await world.database.client.membership.create({ data: { accountId: principal.accountId, namespaceId: acme.id, role, createdAt: world.clock() } });
    expect((await world.namespaces.factsFor(principal, [acme.id])).get(acme.id)?.role).toBe(role);
    await world.database.client.membership.deleteMany({ where: { accountId: principal.accountId, namespaceId: acme.id } });
  });
});

describe('readable namespaces', () => {
  test('are those with a role, inside the limit of a key with the scope read', async () => {
    const [bobSpace] = [await idOf('bob')];
    expect([...(await world.namespaces.readableScopes(bob.principal)).namespaceIds].toSorted()).toEqual([acme.id, bobSpace].toSorted());
    expect((await world.namespaces.readableScopes(await key(['read'], ['acme' as Handle], bob))).namespaceIds).toEqual([acme.id]);
    expect((await world.namespaces.readableScopes(await key(['read'], ['ada' as Handle], bob))).namespaceIds).toEqual([]);
    expect((await world.namespaces.readableScopes(await key(['publish', 'admin'], null, bob))).namespaceIds).toEqual([]);
    expect((await world.namespaces.readableScopes(anonymous)).namespaceIds).toEqual([]);
  });
});

describe('look-ups', () => {
  test.each(['nobody', '', '@', 'ACME', 'a--b', 'x'.repeat(500), 'a\u0000b', "a' or 1=1"])('%j is no namespace', async (handle) => {
    expect(await world.namespaces.namespaceByHandle(handle)).toBeNull();
    expect(await world.namespaces.namespacesByHandles([handle])).toEqual(new Map());
    expect(await world.namespaces.namespacesByIds([handle])).toEqual(new Map());
    expect(await world.namespaces.accountsByIds([handle])).toEqual(new Map());
  });

  test('batch', async () => {
    expect(await world.namespaces.namespacesByIds([acme.id, acme.id])).toEqual(new Map([[acme.id, acme]]));
    expect(await world.namespaces.namespacesByHandles(['acme', 'nobody'])).toEqual(new Map([['acme', acme]]));
  });
});

describe('members', () => {
  const list = (by: Parameters<World['namespaces']['listMembers']>[0], of: NamespaceRow = acme) =>
    world.namespaces.listMembers(by, of, { after: null, limit: 50 });

  test('of an organization are shown to its members alone', async () => {
    expect((await list(bob.principal))?.members.map(({ handle, role }) => [handle, role])).toEqual([
      ['ada', 'owner'],
      ['bob', 'read'],
    ]);
    for (const stranger of [anonymous, eve.principal, await key(['publish']), await key(['read'], ['ada' as Handle])]) expect(await list(stranger)).toBeNull();
    expect(await list(await key(['read'], ['acme' as Handle]))).toMatchObject({ totalCount: 2 });
  });

  test('of a user are shown to everyone', async () => {
    const space = (await world.namespaces.namespaceByHandle('eve'))!;
    expect(await list(anonymous, space)).toMatchObject({ totalCount: 1, members: [{ handle: 'eve', role: 'owner' }] });
  });

  test('come by role, then by handle, and go on after a place', async () => {
    const firm = await create('firm');
    const people = ['zoe', 'yan', 'xia', 'wim'];
    for (const [i, handle] of people.entries()) {
      const { principal } = await world.signUp(handle);
      await world.database.client.membership.create({
        data: { accountId: principal.accountId, namespaceId: firm.id, role: i % 2 ? 'write' : 'admin', createdAt: world.clock() },
      });
    }
    const all = [
      ['ada', 'owner'],
      ['xia', 'admin'],
      ['zoe', 'admin'],
      ['wim', 'write'],
      ['yan', 'write'],
    ];
    for (let skip = 0; skip < all.length; skip++) {
      const [handle, role] = all[skip] as [string, 'owner'];
      const rest = await world.namespaces.listMembers(ada.principal, firm, { after: [role, handle], limit: 50 });
      expect(rest?.members.map((member) => [member.handle, member.role])).toEqual(all.slice(skip + 1));
      expect(rest?.totalCount).toBe(5);
    }
  });
});

test('the memberships of an account begin with its own namespace, and a limited key sees its limit alone', async () => {
  const of = async (by: Parameters<World['namespaces']['listMemberships']>[0]) =>
    (await world.namespaces.listMemberships(by)).map(({ namespaceId }) => namespaceId);
  expect((await of(ada.principal))[0]).toBe(await idOf('ada'));
  expect(await of(await key(['read'], ['acme' as Handle]))).toEqual([acme.id]);
  expect(await of(anonymous)).toEqual([]);
});
