import { anonymous, type Role } from '@gati/authority';
import type { Handle } from '@gati/identifiers';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNamespacesRoutes } from '../src/http/index.ts';
import { createAudit } from '../src/audit.ts';
import type { AuditEntryRow, NamespaceRow } from '../src/index.ts';
import { openWorld, publicUrl, type Signed, type World } from './world.ts';

let world: World;
let people: Record<'owner' | 'admin' | 'write' | 'stranger' | 'boss', Signed>;
let org: NamespaceRow;
beforeAll(async () => {
  world = await openWorld({ isAdministrator: (principal) => principal.kind !== 'anonymous' && principal.handle === 'boss-1' });
  const names = ['owner', 'admin', 'write', 'stranger', 'boss'] as const;
  people = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await world.signUp(`${name}-1`)]))) as typeof people;
  org = await world.namespaces.createOrganization(people.owner.principal, { handle: 'acme' as Handle, displayName: 'Acme' }, from);
  for (const role of ['admin', 'write'] as const) await join(people[role], role);
});
afterAll(() => world.remove());

const from = { clientAddress: '203.0.113.9', requestId: 'r-1' };
const join = ({ principal: { accountId } }: Signed, role: Role) =>
  world.database.client.membership.create({ data: { accountId, namespaceId: org.id, role, createdAt: world.clock() } });
const record = (subject: string, action = 'thing.change', by: Signed | 'registry' = 'registry', details: object = {}) =>
  createAudit({ clock: world.clock }).record(world.database.client, { actor: by === 'registry' ? by : by.principal, action, subject, details, origin: from });
const seal = async () => {
  const job = world.namespaces.jobs.find(({ name }) => name === 'namespaces.seal-audit-log')!;
  await job.run({}, { signal: new AbortController().signal, lastAttempt: false });
};
const verify = (knownHead?: string | null) => world.namespaces.verifyAuditLog({ signal: new AbortController().signal, knownHead: knownHead ?? null });
const kinds = async (knownHead?: string | null) => (await verify(knownHead)).faults.map(({ kind }) => kind);
const sql = (text: string) => world.database.client.$executeRawUnsafe(text);

/** What somebody does who owns the database and leaves the registry aside; and takes it back. */
async function behindItsBack(change: string, undo: string, look: () => Promise<void>): Promise<void> {
  const tables = ['audit_entry', 'audit_place', 'audit_seal'];
  const run = (statement: string) =>
    world.database.transaction(async (tx) => {
      for (const table of tables) await tx.$executeRawUnsafe(`alter table namespaces.${table} disable trigger user`);
      for (const one of statement.split(';')) if (one.trim()) await tx.$executeRawUnsafe(one);
      for (const table of tables) await tx.$executeRawUnsafe(`alter table namespaces.${table} enable trigger user`);
    });
  await run(change);
  try {
    await look();
  } finally {
    await run(undo);
  }
  expect(await kinds()).toEqual([]);
}

describe('an entry', () => {
  test('holds who, from where, by which request, and the namespace whose business it is', async () => {
    await record('@acme/auth@1.0.0', 'version.yank', people.owner, { before: 'published', after: 'yanked' });
    const [entry] = (await world.namespaces.readAuditLog(people.owner.principal, { of: { namespaceId: org.id }, filter: {}, before: null, limit: 1 }))!;
    expect(entry).toMatchObject({
      actor: '@owner-1',
      actorId: people.owner.principal.accountId,
      action: 'version.yank',
      subject: '@acme/auth@1.0.0',
      address: '203.0.113.9',
      requestId: 'r-1',
      namespaceId: org.id,
      details: { before: 'published', after: 'yanked' },
    });
  });

  test('of a key of a robot is in the log of its organization', async () => {
    const robot = await world.namespaces.createRobot(
      people.owner.principal,
      { namespace: 'acme' as Handle, name: 'ci' as never, description: 'x', role: 'write' },
      from,
    );
    const { apiKey } = await world.namespaces.createApiKey(
      people.owner.principal,
      { name: 'k', scopes: ['read'], namespaces: null, robot: robot.accountId, expiresAt: null },
      from,
    );
    const found = await world.namespaces.readAuditLog(people.admin.principal, {
      of: { namespaceId: org.id },
      filter: { action: 'api-key.*' },
      before: null,
      limit: 9,
    });
    expect(found).toMatchObject([{ subject: `API key ${apiKey.id}` }]);
  });

  test('is refused a change, a removal and a truncation by the database itself, as are batches', async () => {
    await record('@acme');
    await seal();
    for (const table of ['audit_entry', 'audit_seal', 'audit_place']) await expect(sql(`delete from namespaces.${table}`)).rejects.toThrow(/never changed/);
    await expect(sql(`update namespaces.audit_entry set actor = '@somebody'`)).rejects.toThrow(/never changed/);
    await expect(sql(`update namespaces.audit_seal set entry_count = 0`)).rejects.toThrow(/never changed/);
    await expect(sql(`update namespaces.audit_place set seal_sequence = 9 where seal_sequence = 1`)).rejects.toThrow(/never changed/);
    for (const table of ['audit_entry', 'audit_seal', 'audit_place']) await expect(sql(`truncate namespaces.${table}`)).rejects.toThrow(/never changed/);
  });
});

describe('the chain', () => {
  beforeAll(async () => {
    for (let batch = 0; batch < 4; batch++) {
      for (let i = 0; i < 3; i++) await record('@acme', 'chain.fill', 'registry', { batch, i });
      await seal();
    }
  });
  const some = `(select entry_id from namespaces.audit_place where seal_sequence = 2 order by entry_id limit 1)`;

  test('is intact as the registry leaves it, and its head is that of the newest batch', async () => {
    const found = await verify();
    expect(found).toMatchObject({ isComplete: true, faults: [], waitingCount: 0, head: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(found.entryCount).toBe(await world.database.client.auditEntry.count());
    expect(await kinds(found.head)).toEqual([]);
  });

  test.each<[string, string, string, string]>([
    ['actor', `actor = actor || 'x'`, `actor = left(actor, -1)`, 'CHANGED'],
    ['time', `at = at + interval '1 millisecond'`, `at = at - interval '1 millisecond'`, 'CHANGED'],
    ['address', `address = '198.51.100.1'`, `address = '${from.clientAddress}'`, 'CHANGED'],
    ['details', `details = details || '{"x":1}'`, `details = details - 'x'`, 'CHANGED'],
    ['namespace', `namespace_id = null`, `namespace_id = (select id from namespaces.namespace where handle = 'acme')`, 'CHANGED'],
  ])('tells of an entry with another %s', (_, change, undo, kind) =>
    behindItsBack(`update namespaces.audit_entry set ${change} where id = ${some}`, `update namespaces.audit_entry set ${undo} where id = ${some}`, async () =>
      expect(await kinds()).toEqual([kind]),
    ),
  );

  test('tells of an entry that was removed, with and without its place', async () => {
    const keep = `create table namespaces.kept as select * from namespaces.audit_entry where id = ${some}; delete from namespaces.audit_entry where id in (select id from namespaces.kept)`;
    const back = `insert into namespaces.audit_entry select * from namespaces.kept`;
    await behindItsBack(keep, `${back}; drop table namespaces.kept`, async () => expect(await kinds()).toEqual(['REMOVED']));
    await behindItsBack(
      `${keep}; delete from namespaces.audit_place where entry_id in (select id from namespaces.kept)`,
      `${back}; insert into namespaces.audit_place select id, 2 from namespaces.kept; drop table namespaces.kept`,
      async () => expect(await kinds()).toEqual(['REMOVED']),
    );
  });

  test('tells of a batch that was removed, and of two that changed places', async () => {
    await behindItsBack(
      `create table namespaces.kept_seal as select * from namespaces.audit_seal where sequence = 3; delete from namespaces.audit_seal where sequence = 3`,
      `insert into namespaces.audit_seal select * from namespaces.kept_seal; drop table namespaces.kept_seal`,
      async () => expect(await kinds()).toEqual(expect.arrayContaining(['REMOVED', 'REORDERED'])),
    );
    const swap = `update namespaces.audit_seal set sequence = -2 where sequence = 2; update namespaces.audit_seal set sequence = 2 where sequence = 3; update namespaces.audit_seal set sequence = 3 where sequence = -2;
      update namespaces.audit_place set seal_sequence = -2 where seal_sequence = 2; update namespaces.audit_place set seal_sequence = 2 where seal_sequence = 3; update namespaces.audit_place set seal_sequence = 3 where seal_sequence = -2`;
    await behindItsBack(swap, swap, async () => expect(await kinds()).toContain('REORDERED'));
  });

  test('tells of an entry that was slipped in, past the sealer or into a batch', async () => {
    const slip = `insert into namespaces.audit_entry (id, at, actor, action, subject, details) values (-1, now(), 'registry', 'made.up', '@acme', '{}')`;
    await behindItsBack(slip, `delete from namespaces.audit_entry where id = -1`, async () => expect(await kinds()).toEqual(['ADDED']));
    await behindItsBack(
      `${slip}; insert into namespaces.audit_place values (-1, 2)`,
      `delete from namespaces.audit_place where entry_id = -1; delete from namespaces.audit_entry where id = -1`,
      async () => expect(await kinds()).toEqual(['ADDED']),
    );
  });

  test('made anew by somebody without the secret is found out, and one whose end is cut off by whoever kept a head', async () => {
    const other = world.otherProcess({ secret: 'the secret of somebody else, who can write to the database' });
    const { faults } = await other.verifyAuditLog({ signal: new AbortController().signal });
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(['FORGED']));

    const { head, batchCount } = await verify();
    const last = `(select id from namespaces.audit_entry where id in (select entry_id from namespaces.audit_place where seal_sequence = ${batchCount}))`;
    await behindItsBack(
      `create table namespaces.kept_seal as select * from namespaces.audit_seal where sequence = ${batchCount}; create table namespaces.kept as select * from namespaces.audit_entry where id in ${last};
       delete from namespaces.audit_entry where id in (select id from namespaces.kept); delete from namespaces.audit_place where seal_sequence = ${batchCount}; delete from namespaces.audit_seal where sequence = ${batchCount}`,
      `insert into namespaces.audit_entry select * from namespaces.kept; insert into namespaces.audit_place select id, ${batchCount} from namespaces.kept; insert into namespaces.audit_seal select * from namespaces.kept_seal; drop table namespaces.kept; drop table namespaces.kept_seal`,
      async () => {
        expect(await kinds()).toEqual([]);
        expect(await kinds(head)).toEqual(['HEAD_UNKNOWN']);
      },
    );
  });

  test('waits for no writer and lets none wait: what commits later is in a later batch, whatever its number', async () => {
    let commit = () => {};
    const held = new Promise<void>((resolve) => (commit = resolve));
    let written = () => {};
    const isWritten = new Promise<void>((resolve) => (written = resolve));
    const early = world.database.transaction(async (tx) => {
      await createAudit({ clock: world.clock }).record(tx, { actor: 'registry', action: 'late.commit', subject: '@acme' });
      written();
      await held;
    });
    await isWritten;
    await record('@acme', 'early.commit');
    const { batchCount } = await verify();
    await seal();
    expect(await verify()).toMatchObject({ batchCount: batchCount + 1, waitingCount: 0, faults: [] });
    commit();
    await early;
    expect(await verify()).toMatchObject({ batchCount: batchCount + 1, waitingCount: 1, faults: [] });
    await Promise.all([seal(), seal(), seal()]);
    expect(await verify()).toMatchObject({ batchCount: batchCount + 2, waitingCount: 0, faults: [] });
    const places = await world.database.client.$queryRaw<{ action: string; seal_sequence: bigint }[]>`
      select e.action, p.seal_sequence from namespaces.audit_entry e join namespaces.audit_place p on p.entry_id = e.id where e.action like '%.commit' order by e.id`;
    expect(places.map(({ action, seal_sequence }) => [action, Number(seal_sequence) - batchCount])).toEqual([
      ['late.commit', 2],
      ['early.commit', 1],
    ]);
  });
});

describe('reading', () => {
  const read = (by: Signed, of: Parameters<World['namespaces']['readAuditLog']>[1]['of'], filter = {}) =>
    world.namespaces.readAuditLog(by.principal, { of, filter, before: null, limit: 100 });

  test('a namespace is for those who manage it, oneself for oneself, all for administrators of the site', async () => {
    const here = { namespaceId: org.id };
    for (const [who, may] of Object.entries({ owner: true, admin: true, write: false, stranger: false, boss: true }))
      expect((await read(people[who as 'owner'], here)) !== null, who).toBe(may);
    expect(await world.namespaces.readAuditLog(anonymous, { of: here, filter: {}, before: null, limit: 9 })).toBeNull();
    expect(await read(people.owner, 'site')).toBeNull();
    expect((await read(people.boss, 'site'))!.length).toBeGreaterThan(10);
    const own = (await read(people.stranger, 'own'))!;
    expect(own.map(({ action, subject }) => [action, subject])).toEqual([['account.create', '@stranger-1']]);
    const narrow = { ...people.owner.principal, apiKeyId: 'k', sessionId: null, limitedTo: new Set<string>() };
    expect(await world.namespaces.readAuditLog(narrow, { of: 'own', filter: {}, before: null, limit: 9 })).toBeNull();
    const reader = { ...people.owner.principal, scopes: new Set(['read'] as const) };
    expect(await world.namespaces.readAuditLog(reader, { of: here, filter: {}, before: null, limit: 9 })).toBeNull();
  });

  test('filters by actor, action, target and time, and every one narrows', async () => {
    world.clock.advance(60_000);
    const since = world.clock();
    await record('@acme/auth', 'artifact.update', people.admin);
    await record('@acme/auth@2.0.0', 'version.yank', people.owner);
    await record('@acme/authority', 'artifact.update', people.owner);
    world.clock.advance(1_000);
    const until = world.clock();
    await record('@acme/auth', 'artifact.update', people.owner);
    const found = async (filter: object) => (await read(people.owner, { namespaceId: org.id }, filter))!.map(({ subject }) => subject);
    expect(await found({ since, until })).toEqual(['@acme/authority', '@acme/auth@2.0.0', '@acme/auth']);
    expect(await found({ since, actor: 'admin-1' })).toEqual(['@acme/auth']);
    expect(await found({ since, action: 'version.*' })).toEqual(['@acme/auth@2.0.0']);
    expect(await found({ since, action: 'version.y' })).toEqual([]);
    expect(await found({ since, until, target: '@acme/auth' })).toEqual(['@acme/auth@2.0.0', '@acme/auth']);
    expect(await found({ since, target: '@other' })).toEqual([]);
  });

  test('pages go on where they ended, while new entries arrive', async () => {
    const all = (await read(people.owner, { namespaceId: org.id }))!.map(({ id }) => id);
    const seen: bigint[] = [];
    for (let before: bigint | null = null; ;) {
      const page: readonly AuditEntryRow[] = (await world.namespaces.readAuditLog(people.owner.principal, {
        of: { namespaceId: org.id },
        filter: {},
        before,
        limit: 3,
      }))!;
      seen.push(...page.map(({ id }) => id));
      await record('@acme', 'meanwhile.written');
      if (page.length < 3) break;
      before = page.at(-1)!.id;
    }
    expect(seen).toEqual(all);
  });
});

describe('exporting', () => {
  const open = async () => {
    const app = fastify();
    await app.register(createNamespacesRoutes({ namespaces: world.namespaces, publicUrl }));
    return {
      get: (by: Signed | null, query: string) =>
        app.inject({ url: `/audit-log${query}`, headers: by ? { authorization: `Bearer ${by.session.accessToken}` } : {} }),
      app,
    };
  };

  test('gives every entry that fits as NDJSON, exactly, and as CSV', async () => {
    const { get } = await open();
    await record('@acme', 'formula.test', people.owner, { note: '=HYPERLINK("http://evil")', quoted: 'a "b", c' });
    const rows = (await world.namespaces.readAuditLog(people.owner.principal, { of: { namespaceId: org.id }, filter: {}, before: null, limit: 5000 }))!;
    const ndjson = await get(people.owner, '?namespace=@acme');
    expect(ndjson.headers).toMatchObject({ 'content-type': 'application/x-ndjson; charset=utf-8', 'cache-control': 'private, no-store' });
    const lines = ndjson.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; details: object });
    expect(lines.map(({ id }) => id)).toEqual(rows.map(({ id }) => id.toString()));
    expect(lines[0]!.details).toEqual({ note: '=HYPERLINK("http://evil")', quoted: 'a "b", c' });
    const csv = await get(people.owner, '?namespace=acme&format=csv&action=formula.test');
    expect(csv.body.split('\r\n')[0]).toBe('id,at,actor,actorId,action,subject,namespaceId,address,requestId,details');
    expect(csv.body).toContain(`,'@owner-1,`);
  });

  test.each<[string, 'owner' | 'write' | 'stranger' | 'boss' | null, string, number, string]>([
    ['nobody', null, '?namespace=acme', 401, 'UNAUTHENTICATED'],
    ['a writer', 'write', '?namespace=acme', 403, 'NAMESPACE_PERMISSION_DENIED'],
    ['a stranger', 'stranger', '?namespace=acme', 403, 'NAMESPACE_PERMISSION_DENIED'],
    ['an owner of the whole site', 'owner', '?site=true', 403, 'FORBIDDEN'],
    ['no such namespace', 'owner', '?namespace=nowhere', 404, 'NOT_FOUND'],
    ['an unknown parameter', 'owner', '?namespaces=acme', 400, 'VALIDATION_FAILED'],
    ['a format', 'owner', '?format=xlsx', 400, 'VALIDATION_FAILED'],
    ['a time', 'owner', '?since=yesterday', 400, 'VALIDATION_FAILED'],
    ['an action', 'owner', '?action=%25', 400, 'VALIDATION_FAILED'],
    ['a parameter twice', 'owner', '?action=a.b&action=c.d', 400, 'VALIDATION_FAILED'],
  ])('is refused to or for %s', async (_, who, query, status, code) => {
    const { get } = await open();
    const answer = await get(who && people[who], query);
    expect([answer.statusCode, answer.json<{ error: { code: string } }>().error.code]).toEqual([status, code]);
  });

  test('of many entries holds few of them in memory, and breaks off when the right ends', async () => {
    await sql(`insert into namespaces.audit_entry (at, actor, action, subject, details, namespace_id)
      select now(), 'registry', 'bulk.fill', '@acme', '{}', '${org.id}' from generate_series(1, 3000)`);
    const parts = (await world.namespaces.exportAuditLog(people.admin.principal, { of: { namespaceId: org.id }, filter: { action: 'bulk.fill' } }))!;
    const sizes: number[] = [];
    const reading = (async () => {
      for await (const rows of parts) {
        sizes.push(rows.length);
        if (sizes.length === 2)
          await world.database.client.membership.deleteMany({ where: { accountId: people.admin.principal.accountId, namespaceId: org.id } });
      }
    })();
    await expect(reading).rejects.toThrow('The right to read this log has ended.');
    expect(sizes).toEqual([500, 500]);
    await join(people.admin, 'admin');
  });
});
