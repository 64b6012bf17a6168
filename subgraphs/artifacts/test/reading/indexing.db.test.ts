import { describe, expect, test } from 'vitest';
import { createReadSide } from '../../src/read-side.ts';
import { eve, inWorld, nobody, rea, wim, withoutNames } from './world.ts';

const world = inWorld();

const subscription = `subscription ($artifact: String!, $version: String!, $after: Int) {
  indexingProgress(artifact: $artifact, version: $version, after: $after) { sequence stage percent status version { version status artifact { name namespace { handle } } } } }`;
const follow = async (variables: object, asker = nobody as Parameters<typeof world.ask>[2]) => {
  const events = await world.subgraph.subscribe({ query: subscription, variables: { version: '1.0.0', ...variables }, principal: asker!, requestId: 'r1' });
  if (!(Symbol.asyncIterator in events)) return { refused: events.errors, next: async () => ({ done: true }), stop: async () => {} };
  return {
    refused: null,
    next: async () => {
      const { done, value } = await events.next();
      return done ? { done } : { done: false, ...(value.data!['indexingProgress'] as any) };
    },
    stop: async () => void (await events.return!()),
  };
};
const queue = (versionId: string) =>
  world.database.client.indexingProgress.create({ data: { versionId, sequence: 1, stage: 'index', percent: 0, status: 'queued', updatedAt: new Date() } });
const job = () => world.artifacts.jobs.find(({ name }) => name === 'artifacts.index-artifact')!;
const run = { signal: new AbortController().signal, lastAttempt: false };

describe('the progress of indexing', () => {
  test('starts at the present state, follows the job, and ends when the version can be found', async () => {
    const { name, artifactId, versionId } = await world.publish({ name: '@acme/idx' });
    await queue(versionId);
    const events = await follow({ artifact: name });
    expect(await events.next()).toEqual({
      done: false,
      sequence: 1,
      stage: 'index',
      percent: 0,
      status: 'QUEUED',
      version: { version: '1.0.0', status: 'PUBLISHED', artifact: { name, namespace: { handle: 'acme' } } },
    });

    const rest = (async () => {
      const seen: any[] = [];
      for (let event = await events.next(); !event.done; event = await events.next()) seen.push(event);
      return seen;
    })();
    await job().run({ artifactId }, run);

    const seen = await rest;
    expect(seen.at(-1)).toMatchObject({ status: 'DONE', percent: 100 });
    expect((await world.artifacts.searchArtifacts(nobody, { text: 'idx' }, {})).totalCount).toBe(1);
    const sequences = [1, ...seen.map(({ sequence }) => sequence)];
    expect(sequences).toEqual([...new Set(sequences)].toSorted((a, b) => a - b));
  });

  test('resumes behind what was received; what is over and known ends at once', async () => {
    const { name, versionId } = await world.publishAndIndex();
    const events = await follow({ artifact: name });
    const last = await events.next();
    expect(last).toMatchObject({ status: 'DONE' });
    expect(await events.next()).toEqual({ done: true });
    expect(await (await follow({ artifact: name, after: last.sequence })).next()).toEqual({ done: true });
    expect(await (await follow({ artifact: name, after: 0 })).next()).toMatchObject({ status: 'DONE' });
    expect(versionId).toBeTruthy();
  });

  test('a version that waits for its admission is queued, for those who write', async () => {
    const { name } = await world.publish({ status: 'staged' });
    const events = await follow({ artifact: name }, wim);
    expect(await events.next()).toMatchObject({ sequence: 0, stage: 'admit', percent: 0, status: 'QUEUED', version: { status: 'STAGED' } });
    await events.stop();
  });

  test('a version that was refused ends as failed', async () => {
    const { name, artifactId } = await world.publish({ status: 'rejected' });
    const events = await follow({ artifact: name }, wim);
    await events.next();
    const next = events.next();
    await job().run({ artifactId }, run);
    expect(await next).toMatchObject({ status: 'FAILED' });
    expect(await events.next()).toEqual({ done: true });
  });

  test('a stranger cannot tell what is private or staged from what is not there', async () => {
    const hidden = await world.publish({ visibility: 'private' });
    const open = await world.publish({ version: '2.0.0' });
    await world.publish({ name: open.name, version: '1.0.0', status: 'staged' });
    for (const asker of [nobody, eve]) {
      const missing = withoutNames((await follow({ artifact: '@acme/absent' }, asker)).refused, '@acme/absent');
      expect(missing).toContain('NOT_FOUND');
      expect(withoutNames((await follow({ artifact: hidden.name }, asker)).refused, hidden.name)).toBe(missing);
      expect(withoutNames((await follow({ artifact: open.name }, asker)).refused, open.name)).toBe(missing);
    }
  });

  test.each([
    ['lost the role', () => void world.others.withoutRole.add('rea'), () => void world.others.withoutRole.delete('rea')],
    ['signed out', () => void world.others.signedOut.add('rea'), () => void world.others.signedOut.delete('rea')],
  ])('ends for whoever %s', async (_, lose, regain) => {
    const { name, versionId } = await world.publish({ visibility: 'private' });
    await queue(versionId);
    const events = await follow({ artifact: name }, rea);
    expect(await events.next()).toMatchObject({ status: 'QUEUED' });
    lose();
    expect(await events.next()).toEqual({ done: true });
    regain();
  });

  test('ends at once for a reader who goes while it waits', async () => {
    const { name, versionId } = await world.publish();
    await queue(versionId);
    const events = await follow({ artifact: name });
    await events.next();
    const waiting = events.next();
    await events.stop();
    expect(await waiting).toEqual({ done: true });
  });
});

describe('the job', () => {
  test('run twice, late and out of order ends the same, and ends a stream once', async () => {
    const { name, artifactId, versionId } = await world.publish({ name: '@acme/idx-twice' });
    await queue(versionId);
    await Promise.all([1, 2, 3].map(() => job().run({ artifactId }, run)));
    const row = await world.database.client.indexingProgress.findUniqueOrThrow({ where: { versionId } });
    expect(row.status).toBe('done');
    await job().run({ artifactId }, run);
    expect(await world.database.client.indexingProgress.findUniqueOrThrow({ where: { versionId } })).toEqual(row);
    expect((await world.artifacts.searchArtifacts(nobody, { text: 'idx-twice' }, {})).hits).toHaveLength(1);
    expect(name).toBe('@acme/idx-twice');
  });

  test('is queued once for each artifact that waits', () => {
    expect(job().prepare({ artifactId: '00000000-0000-4000-8000-000000000000' })).toEqual({
      payload: { artifactId: '00000000-0000-4000-8000-000000000000' },
      dedupeKey: '00000000-0000-4000-8000-000000000000',
    });
    expect(() => job().prepare({ artifactId: 'x' })).toThrow();
  });

  test('fails the stream on its last attempt only, and a later run takes the row up where it is', async () => {
    const { artifactId, versionId } = await world.publish();
    await queue(versionId);
    const broken = { upsert: async () => Promise.reject(new Error('index away')), remove: async () => {} };
    const failing = createReadSide({ ...world.dependencies, searchIndex: { ...world.dependencies.searchIndex, ...broken } }).jobs.find(
      ({ name }) => name === 'artifacts.index-artifact',
    )!;
    await expect(failing.run({ artifactId }, run)).rejects.toThrow('index away');
    expect(await world.database.client.indexingProgress.findUniqueOrThrow({ where: { versionId } })).toMatchObject({ status: 'running' });
    await expect(failing.run({ artifactId }, { ...run, lastAttempt: true })).rejects.toThrow('index away');
    expect(await world.database.client.indexingProgress.findUniqueOrThrow({ where: { versionId } })).toMatchObject({ status: 'failed' });
  });

  test('renders and keeps the README', async () => {
    const { versionId } = await world.publishAndIndex({ readme: '# Hi' });
    expect((await world.database.client.version.findUniqueOrThrow({ where: { id: versionId } })).readmeHtml).toBe('<h2>Hi</h2>\n');
  });

  test('for an artifact that is gone removes what search had of it', async () => {
    const { artifactId } = await world.publishAndIndex({ name: '@acme/idx-gone' });
    await world.database.client.artifact.delete({ where: { id: artifactId } });
    await job().run({ artifactId }, run);
    expect((await world.artifacts.searchArtifacts(nobody, { text: 'idx-gone' }, {})).totalCount).toBe(0);
  });

  test('a state read later always wins: whatever the order of the writes, search shows what the tables say', async () => {
    const { name, artifactId } = await world.publish({ name: '@acme/idx-race', description: 'word0' });
    for (let round = 1; round <= 10; round++) {
      await Promise.all([
        job().run({ artifactId }, run),
        world.database.client.artifact.update({ where: { id: artifactId }, data: { description: `word${round}` } }).then(() => job().run({ artifactId }, run)),
        job().run({ artifactId }, run),
      ]);
      expect((await world.artifacts.searchArtifacts(nobody, { text: `word${round}` }, {})).hits).toHaveLength(1);
    }
    expect(name).toBe('@acme/idx-race');
  });
});
