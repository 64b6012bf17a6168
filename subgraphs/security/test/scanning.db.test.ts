import type { ScanEngine } from '@gati/scanner';
import { createTestDatabase, type TestDatabase } from '@gati/testkit';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createSecurity } from '../src/index.ts';
import { Crash, createWorld, finding, malware, type Behaviour, type World } from './world.ts';
import type { Pushed } from './fake-artifacts.ts';

let database: TestDatabase;
const worlds: World[] = [];
beforeAll(async () => void (database = await createTestDatabase()));
afterEach(() => Promise.all(worlds.splice(0).map((world) => world.close())));
afterAll(() => database.remove());

const open = async (behaviour?: Behaviour): Promise<World> => {
  const world = await createWorld(database, behaviour);
  worlds.push(world);
  return world;
};
const published = async (world: World, files: Readonly<Record<string, string>> = { packages: `lodash 4.17.15\nleft-pad 1.3.0`, seed: `${Math.random()}` }) => {
  const pushed = world.artifacts.push({ namespaceId: world.namespaceId, files });
  world.sign(pushed);
  await world.admit(pushed);
  return pushed;
};
const scanOf = async (world: World, { versionId }: Pushed) => (await world.security.newestScans([versionId])).get(versionId);
const findingsOf = async (world: World, pushed: Pushed) => world.security.findingsPage((await scanOf(world, pushed))?.id ?? '', null, 100);

test('a scan lists the components, joins what its engines found, scores it and tells others', async () => {
  const world = await open({
    engines: {
      osv: () => [finding()],
      trivy: () => [
        finding({ advisory: { id: 'CVE-2021-23337', aliases: ['SNYK-1'], url: null, cvssScore: 7.5 }, path: null }),
        finding({ advisory: { id: 'CVE-2020-8203', aliases: [], url: null, cvssScore: 9.8 }, severity: 'CRITICAL' }),
      ],
    },
    malware: () => [malware({ severity: 'LOW', title: 'Reads the environment' })],
  });
  const pushed = await published(world);
  await world.scan(pushed);

  const scan = await scanOf(world, pushed);
  expect(scan).toMatchObject({ status: 'findings', counts: { critical: 1, high: 1, medium: 0, low: 1, unknown: 0 } });
  expect(scan?.engines.map(({ name, status }) => `${name} ${status}`)).toEqual(['malware-rules DONE', 'osv DONE', 'trivy DONE']);
  expect(scan?.engines[1]?.databaseUpdatedAt).toBe('2026-02-01T00:00:00.000Z');
  expect(100 + (scan?.scoreReasons ?? []).reduce((sum, { delta }) => sum + delta, 0)).toBe(scan?.score);
  const found = await findingsOf(world, pushed);
  expect(found.map(({ advisory, title }) => advisory?.id ?? title)).toEqual(['CVE-2020-8203', 'GHSA-35jh-r3h4-6jhm', 'Reads the environment']);
  expect(found[1]?.advisory).toEqual({
    id: 'GHSA-35jh-r3h4-6jhm',
    aliases: ['CVE-2021-23337', 'SNYK-1'],
    url: 'https://github.com/advisories/GHSA-35jh-r3h4-6jhm',
    cvssScore: 7.5,
  });

  expect((await world.security.billsOfMaterials([pushed.digest])).get(pushed.digest)).toMatchObject({ format: 'cyclonedx', componentCount: 2 });
  expect(await world.progressOf(pushed)).toMatchObject({ stage: 'SCORE', percent: 100, status: 'findings' });
  expect(await world.security.scoresOf([pushed.versionId])).toEqual(new Map([[pushed.versionId, scan?.score]]));
  expect(await world.facts('scan.completed')).toMatchObject([{ artifactId: pushed.artifactId, versionId: pushed.versionId }]);
  expect(world.looks['malware-rules']).toBe(1);
});

test('a version in which nothing is found is clean, with a full score', async () => {
  const world = await open();
  const pushed = await published(world, { seed: `${Math.random()}` });
  await world.scan(pushed);
  expect(await scanOf(world, pushed)).toMatchObject({ status: 'clean', score: 100, scoreReasons: [] });
});

test('what is not published is not scanned', async () => {
  const world = await open();
  const pushed = world.artifacts.push({ namespaceId: world.namespaceId });
  await world.scan(pushed);
  await world.security.scanVersion({ versionId: 'd5c0a1d4-7d7d-4d43-9a07-7bb1cf6d7c11' }, { signal: AbortSignal.timeout(9000), lastAttempt: false });
  expect(await scanOf(world, pushed)).toBeUndefined();
});

test('run again after its end a scan does nothing, not even look', async () => {
  const world = await open({ engines: { osv: () => [finding()] } });
  const pushed = await published(world);
  await world.scan(pushed);
  const before = [await world.progressOf(pushed), await scanOf(world, pushed)];
  await world.scan(pushed);
  expect([await world.progressOf(pushed), await scanOf(world, pushed)]).toEqual(before);
  expect(world.looks['osv']).toBe(1);
  expect(await world.facts('scan.completed')).toHaveLength(1);
});

test('an engine that fails is tried again for its own sake alone; after the last time the scan goes on without it and says so in its score', async () => {
  let isAway = true;
  const world = await open({
    engines: {
      osv: () => (isAway ? Promise.reject(new Error('503')) : [finding()]),
      trivy: () => [finding({ title: 'Other', advisory: null, package: null })],
    },
  });
  const pushed = await published(world);

  await expect(world.scan(pushed)).rejects.toThrow('503');
  expect(await scanOf(world, pushed)).toMatchObject({ status: 'running', score: null });
  expect((await scanOf(world, pushed))?.engines.map(({ status }) => status)).toEqual(['DONE', 'FAILED', 'DONE']);
  expect(await findingsOf(world, pushed)).toHaveLength(1);
  expect(await world.security.scoresOf([pushed.versionId])).toEqual(new Map());
  expect(await world.facts('scan.completed')).toHaveLength(0);

  await expect(world.scan(pushed, { lastAttempt: true })).rejects.toThrow('503');
  const partial = await scanOf(world, pushed);
  expect(partial).toMatchObject({ status: 'findings', score: 64, counts: { high: 1 } });
  expect(partial?.engines.map(({ name, status }) => `${name} ${status}`)).toEqual(['malware-rules DONE', 'osv FAILED', 'trivy DONE']);
  expect(partial?.scoreReasons).toEqual([
    { delta: -26, reason: 'Other, high.' },
    { delta: -10, reason: 'osv could not look: what it knows is missing here.' },
  ]);
  expect(await findingsOf(world, pushed)).toHaveLength(1);
  expect(await world.progressOf(pushed)).toMatchObject({ stage: 'SCORE', percent: 100, status: 'findings' });
  expect(await world.security.scoresOf([pushed.versionId])).toEqual(new Map([[pushed.versionId, 64]]));
  expect(await world.facts('scan.completed')).toHaveLength(1);
  expect(world.looks).toMatchObject({ osv: 2, trivy: 1 });

  // Asked again, it looks anew for the sake of what was missing, and everything it knew keeps its name.
  isAway = false;
  const first = await findingsOf(world, pushed);
  world.clock.advance(-60_000);
  await world.scan(pushed);
  expect(await scanOf(world, pushed)).toMatchObject({ status: 'findings', counts: { high: 2 } });
  expect((await scanOf(world, pushed))?.engines.every(({ status }) => status === 'DONE')).toBe(true);
  expect(await database.client.scan.count({ where: { versionId: pushed.versionId } })).toBe(2);
  expect((await findingsOf(world, pushed)).map(({ id }) => id)).toContain(first[0]?.id);
});

test('a version in which the engines that could look found nothing is clean, and not with a full score', async () => {
  const world = await open({ engines: { osv: () => [], trivy: () => Promise.reject(new Error('no database')) } });
  const pushed = await published(world, { seed: `${Math.random()}` });
  await expect(world.scan(pushed, { lastAttempt: true })).rejects.toThrow('no database');
  expect(await scanOf(world, pushed)).toMatchObject({ status: 'clean', score: 90 });
});

test('where no engine that knows vulnerabilities could look, the scan has failed and has no score', async () => {
  const world = await open({ engines: { osv: () => Promise.reject(new Error('503')) } });
  const pushed = await published(world);
  await expect(world.scan(pushed, { lastAttempt: true })).rejects.toThrow('503');
  expect(await scanOf(world, pushed)).toMatchObject({ status: 'failed', score: null, scoreReasons: [{ delta: 0, reason: 'No score: osv could not look.' }] });
  expect(await world.progressOf(pushed)).toMatchObject({ stage: 'ADVISORIES', status: 'failed' });
  expect(await world.facts('scan.completed')).toHaveLength(0);
});

test('files that should name packages and could not be read are named with the score', async () => {
  const world = await open();
  const pushed = await published(world, { broken: '{', seed: `${Math.random()}` });
  await world.scan(pushed);
  expect(await scanOf(world, pushed)).toMatchObject({
    status: 'clean',
    score: 100,
    scoreReasons: [{ delta: 0, reason: 'broken was not read: It is not well-formed.' }],
  });
});

test('an engine that joins a running process takes part from the next attempt on', async () => {
  let isAway = true;
  const world = await open({ engines: { osv: () => (isAway ? Promise.reject(new Error('503')) : []) } });
  const pushed = await published(world);
  await expect(world.scan(pushed)).rejects.toThrow('503');
  isAway = false;
  const [osv] = world.dependencies.engines;
  (world.dependencies.engines as ScanEngine[]).push({ ...osv!, name: 'trivy', analyse: async () => [finding()] });
  await world.scan(pushed);
  expect(await scanOf(world, pushed)).toMatchObject({ status: 'findings', counts: { high: 1 } });
  expect((await scanOf(world, pushed))?.engines).toHaveLength(3);
});

test('a worker that is stopped leaves the scan to be gone on with', async () => {
  let isSlow = true;
  const world = await open({ engines: { osv: () => (isSlow ? new Promise(() => {}) : []) } });
  const pushed = await published(world);
  await expect(world.scan(pushed, { lastAttempt: true, signal: AbortSignal.timeout(150) })).rejects.toThrow();
  expect(await scanOf(world, pushed)).toMatchObject({ status: 'running' });
  isSlow = false;
  await world.scan(pushed);
  expect(await scanOf(world, pushed)).toMatchObject({ status: 'clean' });
  expect(await database.client.scan.count({ where: { versionId: pushed.versionId } })).toBe(1);
});

test('two workers at once make one scan, and it ends once', async () => {
  const world = await open({ engines: { osv: async () => [finding()] } });
  const pushed = await published(world);
  await Promise.all(Array.from({ length: 4 }, () => world.scan(pushed)));
  expect(await database.client.scan.count({ where: { versionId: pushed.versionId } })).toBe(1);
  expect(await scanOf(world, pushed)).toMatchObject({ status: 'findings', counts: { high: 1 } });
  expect(await findingsOf(world, pushed)).toHaveLength(1);
  expect(await world.facts('scan.completed')).toHaveLength(1);
});

test('killed at any point and run again, a scan ends the same, with every finding once', async () => {
  const world = await open({
    engines: {
      osv: () => [finding()],
      trivy: () => [finding({ advisory: { id: 'CVE-2021-23337', aliases: [], url: null, cvssScore: null } }), malware({ severity: 'LOW' })],
    },
  });
  const ends = new Set<string>();
  const trial = async (at: number | null) => {
    const pushed = await published(world);
    world.crashAt(at);
    const died = await world.scan(pushed).then(
      () => null,
      (error: unknown) => error,
    );
    const points = world.points();
    world.crashAt(null);
    if (at !== null) expect(died).toBeInstanceOf(Crash);
    await world.scan(pushed);
    const scan = await scanOf(world, pushed);
    const found = await findingsOf(world, pushed);
    ends.add(
      JSON.stringify([
        scan?.status,
        scan?.score,
        scan?.counts,
        scan?.engines.map(({ status }) => status),
        found.map(({ title, severity, advisory }) => [title, severity, advisory]),
      ]),
    );
    expect(await database.client.scan.count({ where: { versionId: pushed.versionId } })).toBe(1);
    expect(await world.progressOf(pushed)).toMatchObject({ stage: 'SCORE', percent: 100, status: 'findings' });
    expect((await world.facts('scan.completed')).filter((fact) => (fact as Pushed).versionId === pushed.versionId)).toHaveLength(1);
    return points;
  };
  const points = await trial(null);
  expect(points).toBeGreaterThan(20);
  for (let at = 1; at <= points; at++) await trial(at);
  expect([...ends]).toHaveLength(1);
});

test('text that PostgreSQL cannot keep does not stop a scan', async () => {
  const hostile = 'a\0b\ud800';
  const world = await open({
    engines: { osv: () => [finding({ title: hostile, path: hostile, suggestion: hostile, package: { name: hostile, version: hostile, fixedVersion: null } })] },
  });
  const pushed = await published(world, { packages: `le\0ft 1.\ud800`, seed: `${Math.random()}` });
  await world.scan(pushed);
  expect(await scanOf(world, pushed)).toMatchObject({ status: 'findings' });
  expect((await findingsOf(world, pushed))[0]?.title).toBe('a\uFFFDb\uFFFD');
});

test('a scan without an engine cannot be: it would be clean', async () => {
  const world = await open();
  expect(() => createSecurity({ ...world.dependencies, engines: [] })).toThrow(/at least one engine/);
  expect(() => createSecurity({ ...world.dependencies, engines: [world.dependencies.malwareEngine] })).toThrow(/name of its own/);
});
