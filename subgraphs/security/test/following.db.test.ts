import { anonymous } from '@gati/authority';
import type { ArtifactName, SemanticVersion } from '@gati/identifiers';
import { generateKeyPair } from '@gati/signatures';
import { createTestDatabase, type TestDatabase } from '@gati/testkit';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { report, throttle } from '../src/progress-report.ts';
import { noCounts } from '../src/rules/severity.ts';
import { followScan, type ScanEvent } from '../src/use-cases/follow-scan.ts';
import { createWorld, finding, malware, principal, type Behaviour, type World } from './world.ts';
import type { Pushed } from './fake-artifacts.ts';

let database: TestDatabase;
const worlds: World[] = [];
const streams: AsyncIterableIterator<ScanEvent>[] = [];
beforeAll(async () => void (database = await createTestDatabase()));
afterEach(async () => {
  for (const stream of streams.splice(0)) await stream.return?.();
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});
afterAll(() => database.remove());

const open = async (behaviour?: Behaviour): Promise<World> => {
  const world = await createWorld(database, behaviour);
  worlds.push(world);
  return world;
};
let count = 0;
const push = (world: World) =>
  world.artifacts.push({
    namespaceId: world.namespaceId,
    name: `@acme/a${count++}`,
    version: '1.0.0',
    files: { packages: 'lodash 4.17.15', seed: `${Math.random()}` },
  });
const follow = async (
  world: World,
  pushed: Pushed,
  {
    after = null,
    recheckMs = 4000,
    asker = principal(),
  }: { after?: number | null; recheckMs?: number; asker?: Parameters<ReturnType<typeof followScan>>[0] } = {},
) => {
  const stream = await followScan(world.dependencies, { recheckMs })(asker, {
    artifact: pushed.artifactName as ArtifactName,
    version: pushed.version as SemanticVersion,
    after,
  });
  streams.push(stream);
  return stream;
};
const collect = async (stream: AsyncIterableIterator<ScanEvent>): Promise<ScanEvent[]> => {
  const events: ScanEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
};
/** Writes a state as a job would. */
const tell = (world: World, { versionId, artifactId }: Pushed, percent: number, status: 'running' | 'clean' = 'running') =>
  database.transaction((tx) =>
    report(tx, world.dependencies, { versionId, artifactId, stage: 'ADVISORIES', percent, status, scanId: null, score: null, counts: noCounts }, 'scan'),
  );
const isRising = (events: readonly ScanEvent[]) => events.every(({ sequence }, index) => index === 0 || sequence > (events[index - 1]?.sequence ?? 0));

test('a version that nothing has happened to waits for its signature', async () => {
  const world = await open();
  const pushed = push(world);
  const first = await (await follow(world, pushed)).next();
  expect(first.value).toMatchObject({ sequence: 0, stage: 'SIGNATURE', percent: 0, status: 'queued', score: null, counts: noCounts, newFindings: [] });
});

test('a stream covers admission and scan, rises, gives every finding once, and ends', async () => {
  const world = await open({
    engines: {
      osv: () => [finding(), finding({ title: 'Weak', severity: 'LOW', advisory: null, package: null })],
      code: () => [malware({ severity: 'MEDIUM' })],
    },
  });
  const pushed = push(world);
  const events = collect(await follow(world, pushed));
  await wait(50);
  world.sign(pushed);
  await world.admit(pushed);
  await world.scan(pushed);

  const seen = await events;
  expect(isRising(seen)).toBe(true);
  expect(seen[0]).toMatchObject({ sequence: 0 });
  expect(seen.at(-1)).toMatchObject({ stage: 'SCORE', percent: 100, status: 'findings', counts: { high: 1, medium: 1, low: 1 } });
  expect(seen.at(-1)?.score).toEqual(expect.any(Number));
  expect(seen.flatMap(({ newFindings }) => newFindings.map(({ title }) => title)).toSorted()).toEqual([
    'Command injection in lodash',
    'Sends environment variables to a stranger',
    'Weak',
  ]);
});

test('who comes back gives the last sequence and gets the findings stored since, and only those', async () => {
  const world = await open({ engines: { osv: () => [finding()], code: () => [malware({ severity: 'MEDIUM' })] } });
  const pushed = push(world);
  world.sign(pushed);
  await world.admit(pushed);
  await world.scan(pushed);
  const last = (await world.progressOf(pushed))?.sequence ?? 0;

  const whole = await collect(await follow(world, pushed));
  expect(whole).toHaveLength(1);
  expect(whole[0]?.newFindings.map(({ severity }) => severity)).toEqual(['HIGH', 'MEDIUM']);
  const between = await database.client.finding.findFirstOrThrow({ where: { severity: 'HIGH', scanId: whole[0]?.scanId ?? '' } });
  expect((await collect(await follow(world, pushed, { after: between.sequence })))[0]?.newFindings.map(({ severity }) => severity)).toEqual(['MEDIUM']);
  expect((await collect(await follow(world, pushed, { after: last })))[0]).toMatchObject({ sequence: last, newFindings: [] });
});

test('at most a hundred new findings come at once, the most severe first', async () => {
  const world = await open({
    engines: {
      osv: () =>
        Array.from({ length: 150 }, (_, index) => finding({ title: `t${index}`, severity: index === 149 ? 'CRITICAL' : 'LOW', advisory: null, package: null })),
    },
  });
  const pushed = push(world);
  world.sign(pushed);
  await world.admit(pushed);
  await world.scan(pushed);
  const [event] = await collect(await follow(world, pushed));
  expect(event?.newFindings).toHaveLength(100);
  expect(event?.newFindings[0]?.severity).toBe('CRITICAL');
  expect(event?.counts).toMatchObject({ critical: 1, low: 149 });
});

test('a refusal ends the stream; a later signature starts again with a higher sequence', async () => {
  const world = await open();
  const pushed = push(world);
  world.sign(pushed, generateKeyPair());
  await world.admit(pushed);
  const [refused, ...rest] = await collect(await follow(world, pushed));
  expect(refused).toMatchObject({ stage: 'SIGNATURE', status: 'failed' });
  expect(rest).toEqual([]);

  world.sign(pushed);
  await world.admit(pushed);
  await world.scan(pushed);
  const again = await collect(await follow(world, pushed, { after: refused?.sequence ?? null }));
  expect(again.at(-1)?.sequence).toBeGreaterThan(refused?.sequence ?? 0);
});

test('a slow reader gets the newest state, not a queue', async () => {
  const world = await open();
  const pushed = push(world);
  await tell(world, pushed, 1);
  const stream = await follow(world, pushed);
  expect((await stream.next()).value).toMatchObject({ percent: 1 });
  for (let percent = 2; percent <= 60; percent++) await tell(world, pushed, percent);
  expect((await stream.next()).value).toMatchObject({ percent: 60, sequence: 60 });
  await tell(world, pushed, 100, 'clean');
  expect((await stream.next()).value).toMatchObject({ status: 'clean' });
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

test('return() is prompt, also while next() waits, and nothing goes on listening', async () => {
  const world = await open();
  const pushed = push(world);
  const stream = await follow(world, pushed);
  await stream.next();
  const waiting = stream.next();
  const began = Date.now();
  await stream.return?.();
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(Date.now() - began).toBeLessThan(1000);
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

test('return() does not wait for a reading that hangs', async () => {
  const world = await open();
  const pushed = push(world);
  const hanging = { ...database.client, scanProgress: { findUnique: () => new Promise(() => {}) } } as unknown as typeof database.client;
  const stream = await followScan({ ...world.dependencies, tables: hanging })(principal(), {
    artifact: pushed.artifactName as ArtifactName,
    version: pushed.version as SemanticVersion,
    after: null,
  });
  const waiting = stream.next();
  await wait(50);
  await stream.return?.();
  expect(await waiting).toEqual({ done: true, value: undefined });
});

test('several next() at once are answered one after the other, and news is heard at once, also the very first', async () => {
  const world = await open();
  const pushed = push(world);
  const began = Date.now();
  await tell(world, pushed, 1);
  const stream = await follow(world, pushed);
  const answers = [stream.next(), stream.next(), stream.next()];
  await answers[0];
  await tell(world, pushed, 2);
  await answers[1];
  await tell(world, pushed, 100, 'clean');
  expect((await Promise.all(answers)).map(({ value }) => (value as ScanEvent).percent)).toEqual([1, 2, 100]);
  expect(Date.now() - began).toBeLessThan(3000);
});

test('news that got lost costs no more than the time between two checks', async () => {
  const world = await open();
  const pushed = push(world);
  const deaf = { ...world, dependencies: { ...world.dependencies, events: { ...world.dependencies.events, publish: async () => {} } } };
  const stream = await follow(world, pushed, { recheckMs: 100 });
  await stream.next();
  const next = stream.next();
  await tell(deaf as World, pushed, 30);
  expect((await next).value).toMatchObject({ percent: 30 });
});

test('a stranger cannot tell a private version from one that is not there', async () => {
  const world = await open();
  const pushed = push(world);
  world.artifacts.hidden.add(pushed.versionId);
  const refusalOf = (artifact: string) =>
    followScan(world.dependencies)(anonymous, { artifact: artifact as ArtifactName, version: '1.0.0' as SemanticVersion, after: null }).then(
      () => null,
      (error: unknown) => error,
    );
  const hidden = (await refusalOf(pushed.artifactName)) as Error;
  const missing = (await refusalOf('@acme/zz')) as Error;
  expect(hidden).toMatchObject({ code: 'NOT_FOUND' });
  expect(hidden.message.replace(pushed.artifactName, '@acme/zz')).toBe(missing.message);
});

test('the stream ends within the time between two checks when the right is lost, without another event', async () => {
  const world = await open();
  const pushed = push(world);
  const stream = await follow(world, pushed, { recheckMs: 150 });
  await stream.next();
  const next = stream.next();
  world.artifacts.hidden.add(pushed.versionId);
  const began = Date.now();
  expect(await next).toEqual({ done: true, value: undefined });
  expect(Date.now() - began).toBeLessThan(1000);
});

test('by itself the right is checked often enough to end within five seconds', async () => {
  const world = await open();
  const pushed = push(world);
  const stream = await world.security.followScan(principal(), {
    artifact: pushed.artifactName as ArtifactName,
    version: pushed.version as SemanticVersion,
    after: null,
  });
  streams.push(stream);
  await stream.next();
  world.artifacts.hidden.add(pushed.versionId);
  const began = Date.now();
  expect((await stream.next()).done).toBe(true);
  expect(Date.now() - began).toBeLessThan(5000);
});

test('a check that fails ends the stream with the error, once', async () => {
  const world = await open();
  const pushed = push(world);
  let isAway = false;
  const failing = {
    ...world.dependencies,
    artifacts: {
      ...world.dependencies.artifacts,
      readableVersions: async (...args: Parameters<typeof world.artifacts.readableVersions>) =>
        isAway ? Promise.reject(new Error('database away')) : world.artifacts.readableVersions(...args),
    },
  };
  const stream = await followScan(failing, { recheckMs: 50 })(principal(), {
    artifact: pushed.artifactName as ArtifactName,
    version: pushed.version as SemanticVersion,
    after: null,
  });
  await stream.next();
  isAway = true;
  await expect(stream.next()).rejects.toThrow('database away');
  expect((await stream.next()).done).toBe(true);
});

test('percentages are told at most ten times a second, the newest at last', async () => {
  const told: number[] = [];
  const began = Date.now();
  const throttled = throttle(async (value: number) => void told.push(value));
  for (let value = 1; value <= 1000; value++) {
    throttled.offer(value);
    if (value % 100 === 0) await wait(50);
  }
  await wait(250);
  await throttled.end();
  throttled.offer(2000);
  await wait(250);
  expect(told.length).toBeLessThanOrEqual((Date.now() - began) / 100);
  expect(told.at(-1)).toBe(1000);
});
