import { beforeAll, describe, expect, test } from 'vitest';
import { ada, eve, idOf, inWorld, nobody, principal, rea, wim } from './world.ts';

const world = inWorld();
const acme = { representations: [{ __typename: 'Namespace', id: idOf('namespace acme') }] };
const storage =
  'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Namespace { storage { logicalBytes storedBytes quotaBytes } } } }';
const setQuota = 'mutation ($input: SetNamespaceQuotaInput!) { setNamespaceQuota(input: $input) { namespace { id storage { quotaBytes } } } }';
const collect = 'mutation ($dryRun: Boolean!) { collectGarbage(input: { dryRun: $dryRun }) { report { kind isDryRun counts } } }';
const reports = '{ storeReports(first: 5) { kind counts items { kind subject sizeBytes reason } } }';

beforeAll(async () => {
  await world.database.client.namespaceStorage.create({ data: { namespaceId: idOf('namespace acme'), logicalBytes: 300n, storedBytes: 200n } });
  await world.database.client.upkeepReport.create({
    data: {
      id: idOf('report'),
      kind: 'scrub',
      startedAt: new Date(),
      finishedAt: new Date(),
      counts: { read: 1 },
      items: [{ kind: 'blob', name: null, subject: 'sha256:1', sizeBytes: 5_368_709_120, reason: 'Its bytes are not in the store.' }],
    },
  });
});

describe('what a namespace stores', () => {
  test('is for those who may write to it', async () => {
    const shown = { storage: { logicalBytes: '300', storedBytes: '200', quotaBytes: null } };
    for (const asker of [ada, wim]) expect((await world.ask(storage, acme, asker)).data).toEqual({ _entities: [shown] });
    for (const asker of [rea, eve, nobody, principal('ada', ['read'])])
      expect((await world.ask(storage, acme, asker)).data).toEqual({ _entities: [{ storage: null }] });
  });
});

describe('a quota', () => {
  test('is set by an administrator of the site, and taken back by null', async () => {
    const set = async (quotaBytes: string | null) => (await world.ask(setQuota, { input: { namespace: 'acme', quotaBytes } }, ada)).data;
    expect(await set('1000')).toEqual({ setNamespaceQuota: { namespace: { id: idOf('namespace acme'), storage: { quotaBytes: '1000' } } } });
    expect(world.audited.at(-1)).toEqual({ action: 'namespace.set-quota', subject: '@acme' });
    expect(await set(null)).toEqual({ setNamespaceQuota: { namespace: { id: idOf('namespace acme'), storage: { quotaBytes: null } } } });
  });

  test.each([
    ['-1', 'acme', 'VALIDATION_FAILED'],
    ['99999999999999999999', 'acme', 'VALIDATION_FAILED'],
    ['1', 'nowhere', 'NOT_FOUND'],
  ])('of %s for %s is refused with %s', async (quotaBytes, namespace, code) => {
    expect((await world.ask(setQuota, { input: { namespace, quotaBytes } }, ada)).errors?.[0]?.extensions).toMatchObject({ code });
  });
});

describe('the store is administered by administrators of the site alone', () => {
  test.each([
    ['a quota', setQuota, { input: { namespace: 'acme', quotaBytes: '1' } }],
    ['a collection', collect, { dryRun: true }],
    ['the reports', reports, {}],
  ])('%s', async (_, query, variables) => {
    expect((await world.ask(query, variables, wim)).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await world.ask(query, variables, nobody)).errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('a collection', () => {
  test('that is asked for dryly answers at once', async () => {
    expect((await world.ask(collect, { dryRun: true }, ada)).data).toEqual({ collectGarbage: { report: { kind: 'COLLECTION', isDryRun: true, counts: {} } } });
    expect(world.newFacts()).toEqual([]);
  });

  test('that is asked for in earnest is left to a worker, and written down', async () => {
    expect((await world.ask(collect, { dryRun: false }, ada)).data).toEqual({ collectGarbage: { report: null } });
    expect(world.newFacts()).toEqual([{ name: 'collection.requested', payload: {} }]);
    expect(world.audited.at(-1)).toEqual({ action: 'collection.request', subject: 'store' });
  });
});

test('reports say what went and why', async () => {
  expect((await world.ask(reports, {}, ada)).data).toEqual({
    storeReports: [
      {
        kind: 'SCRUB',
        counts: { read: 1 },
        items: [{ kind: 'blob', subject: 'sha256:1', sizeBytes: '5368709120', reason: 'Its bytes are not in the store.' }],
      },
    ],
  });
});
