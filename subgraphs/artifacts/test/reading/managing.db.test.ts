import { describe, expect, test } from 'vitest';
import { lockArtifact } from '../../src/recompute-latest.ts';
import { quarantineVersions } from '../../src/use-cases/quarantine-versions.ts';
import { ada, adam, eve, inWorld, nobody, principal, rea, wim, withoutNames } from './world.ts';

const world = inWorld();

const mutations = {
  setTag: 'mutation ($input: SetTagInput!) { setTag(input: $input) { tag { name version { version } } } }',
  yankVersion: 'mutation ($input: YankVersionInput!) { yankVersion(input: $input) { version { version status statusReason } } }',
  unyankVersion: 'mutation ($input: UnyankVersionInput!) { unyankVersion(input: $input) { version { version status } } }',
  unpublishVersion: 'mutation ($input: UnpublishVersionInput!) { unpublishVersion(input: $input) { artifact { name latest { version } } } }',
  updateArtifact: 'mutation ($input: UpdateArtifactInput!) { updateArtifact(input: $input) { artifact { name description visibility } } }',
  starArtifact: 'mutation ($input: StarArtifactInput!) { starArtifact(input: $input) { artifact { stars viewerHasStarred } } }',
  unstarArtifact: 'mutation ($input: UnstarArtifactInput!) { unstarArtifact(input: $input) { artifact { stars viewerHasStarred } } }',
} as const;
type Mutation = keyof typeof mutations;

const change = (mutation: Mutation, input: Readonly<Record<string, unknown>>, asker = wim as Parameters<typeof world.ask>[2]) =>
  world.ask(mutations[mutation], { input }, asker);
const done = async (mutation: Mutation, input: Readonly<Record<string, unknown>>, asker?: Parameters<typeof world.ask>[2]) => {
  const { data, errors } = await change(mutation, input, asker);
  expect(errors).toBeUndefined();
  return data![mutation] as any;
};
const codeOf = async (mutation: Mutation, input: Readonly<Record<string, unknown>>, asker?: Parameters<typeof world.ask>[2]) => {
  const { data, errors } = await change(mutation, input, asker);
  expect(data?.[mutation] ?? null).toBeNull();
  return errors?.[0]?.extensions?.['code'];
};
const resolved = async (ref: string) => {
  const { roots } = await world.artifacts.resolveDependencies(nobody, [ref]);
  return roots[0]?.version ?? null;
};
/** How many transactions of this database wait for a row. */
const waiting = async () => {
  const [row] = await world.database.client.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return row!.count;
};
const revisionOf = async (artifactId: string) => (await world.database.client.artifact.findUniqueOrThrow({ where: { id: artifactId } })).revision;

describe('yanking', () => {
  test('hides a version from ranges and latest, and from nothing else; taking it back shows it again', async () => {
    const { name } = await world.publish({ version: '1.0.0' });
    await world.publish({ name, version: '1.1.0', labels: ['stable'] });

    expect(await done('yankVersion', { artifact: name, version: '1.1.0', reason: ' leaks sockets ' })).toEqual({
      version: { version: '1.1.0', status: 'YANKED', statusReason: 'leaks sockets' },
    });
    expect([await resolved(`${name}@^1`), await resolved(name), await resolved(`${name}@stable`), await resolved(`${name}@1.1.0`)]).toEqual([
      '1.0.0',
      '1.0.0',
      null,
      '1.1.0',
    ]);

    expect(await done('unyankVersion', { artifact: name, version: '1.1.0' })).toEqual({ version: { version: '1.1.0', status: 'PUBLISHED' } });
    expect([await resolved(`${name}@^1`), await resolved(name), await resolved(`${name}@stable`)]).toEqual(['1.1.0', '1.1.0', '1.1.0']);
  });

  test('leaves one fact and one line of audit, and a higher revision; twice is once', async () => {
    const { name, artifactId, versionId } = await world.publish();
    const before = await revisionOf(artifactId);
    world.newFacts();
    world.audited.length = 0;
    for (const _ of [1, 2]) await done('yankVersion', { artifact: name, version: '1.0.0', reason: 'typo' });
    expect(world.newFacts()).toEqual([{ name: 'version.statusChanged', payload: { artifactId, versionId } }]);
    expect(world.audited).toEqual([{ action: 'version.yank', subject: `${name}@1.0.0` }]);
    expect(await revisionOf(artifactId)).toBeGreaterThan(before);

    for (const _ of [1, 2]) await done('unyankVersion', { artifact: name, version: '1.0.0' });
    expect(world.newFacts()).toHaveLength(1);
  });

  test.each(['staged', 'quarantined', 'rejected'] as const)('cannot lift or hide a %s version', async (status) => {
    const { name } = await world.publish({ version: '1.0.0' });
    await world.publish({ name, version: '1.1.0', status });
    for (const mutation of ['yankVersion', 'unyankVersion'] as const)
      expect(await codeOf(mutation, { artifact: name, version: '1.1.0' })).toBe('VERSION_NOT_YANKABLE');
  });

  test.each([
    ['yankVersion', 'first'],
    ['yankVersion', 'second'],
    ['unyankVersion', 'first'],
    ['unyankVersion', 'second'],
  ] as const)('%s never serves what is quarantined at the same time, also when it comes %s', async (mutation, place) => {
    const { name, versionId, artifactId } = await world.publish({ status: mutation === 'yankVersion' ? 'published' : 'yanked' });
    const outOfService = quarantineVersions({ emitIn: () => async () => {}, audit: { record: async () => {} }, clock: world.clock });
    const quarantine = () => world.database.transaction((tables) => outOfService(tables, [versionId], 'key revoked'));
    const mark = () => world.artifacts[mutation](wim, { artifact: name, version: '1.0.0' as never, reason: null });
    // Both stand in line for the artifact's row, in this order, when it is let go.
    const acts = place === 'first' ? [mark, quarantine] : [quarantine, mark];
    const started: Promise<unknown>[] = [];
    await world.database.transaction(async (tables) => {
      await lockArtifact(tables, artifactId);
      for (const [index, act] of acts.entries()) {
        started.push(act().catch((error: { code?: string }) => error.code));
        await expect.poll(waiting).toBe(index + 1);
      }
    });
    const codes = await Promise.all(started);

    expect(codes.includes('VERSION_NOT_YANKABLE')).toBe(place === 'second');
    expect((await world.artifacts.versionFacts([versionId])).get(versionId)!.status).toBe('QUARANTINED');
    expect(await resolved(`${name}@1.0.0`)).toBeNull();
    for (const again of ['yankVersion', 'unyankVersion'] as const)
      expect(await codeOf(again, { artifact: name, version: '1.0.0' })).toBe('VERSION_NOT_YANKABLE');
    expect((await world.artifacts.versionFacts([versionId])).get(versionId)!.status).toBe('QUARANTINED');
  });

  test('needs a reason of at most 1000 characters of text', async () => {
    const { name } = await world.publish();
    expect(await codeOf('yankVersion', { artifact: name, version: '1.0.0', reason: 'a'.repeat(1001) })).toBe('VALIDATION_FAILED');
    expect(await codeOf('yankVersion', { artifact: name, version: '1.0.0', reason: 'a\0' })).toBe('VALIDATION_FAILED');
  });
});

describe('setting a tag', () => {
  test('creates it, moves it, and moves latest with it, down too', async () => {
    const { name } = await world.publish({ version: '1.0.0' });
    await world.publish({ name, version: '2.0.0' });
    expect(await done('setTag', { artifact: name, tag: 'stable', version: '1.0.0' })).toEqual({ tag: { name: 'stable', version: { version: '1.0.0' } } });
    expect(await done('setTag', { artifact: name, tag: 'stable', version: '2.0.0' })).toEqual({ tag: { name: 'stable', version: { version: '2.0.0' } } });
    expect(await resolved(name)).toBe('2.0.0');
    await done('setTag', { artifact: name, tag: 'latest', version: '1.0.0' });
    expect(await resolved(name)).toBe('1.0.0');
  });

  test('twice leaves one fact', async () => {
    const { name, artifactId } = await world.publish();
    world.newFacts();
    for (const _ of [1, 2]) await done('setTag', { artifact: name, tag: 'next', version: '1.0.0' });
    expect(world.newFacts()).toEqual([{ name: 'artifact.changed', payload: { artifactId } }]);
  });

  test.each([
    ['1.0', '1.0.0', 'VALIDATION_FAILED'],
    ['^1', '1.0.0', 'VALIDATION_FAILED'],
    ['-x', '1.0.0', 'VALIDATION_FAILED'],
    ['next', '1.1.0', 'UNSIGNED'],
    ['next', '1.2.0', 'VERSION_QUARANTINED'],
    ['next', '1.3.0', 'VALIDATION_FAILED'],
    ['next', '9.9.9', 'NOT_FOUND'],
  ])('%s on %s is refused: %s', async (tag, version, code) => {
    const { name } = await world.publish({ version: '1.0.0' });
    await world.publish({ name, version: '1.1.0', status: 'staged' });
    await world.publish({ name, version: '1.2.0', status: 'quarantined' });
    await world.publish({ name, version: '1.3.0', status: 'yanked' });
    expect(await codeOf('setTag', { artifact: name, tag, version })).toBe(code);
  });

  test('stops at 100 labels, while those that are there can still be moved', async () => {
    const { name, artifactId, manifestId } = await world.publish();
    await world.database.client.label.createMany({
      data: Array.from({ length: 100 }, (_, number) => ({ artifactId, name: `l${number}`, manifestId, updatedAt: new Date() })),
    });
    await world.publish({ name, version: '1.1.0' });
    expect(await codeOf('setTag', { artifact: name, tag: 'one-more', version: '1.0.0' })).toBe('QUOTA_EXCEEDED');
    await done('setTag', { artifact: name, tag: 'l7', version: '1.1.0' });
  });
});

describe('unpublishing', () => {
  test('takes a version away for good, within 72 hours', async () => {
    const { name } = await world.publish({ version: '1.0.0' });
    await world.publish({ name, version: '1.1.0' });
    expect(await done('unpublishVersion', { artifact: name, version: '1.1.0' }, adam)).toEqual({ artifact: { name, latest: { version: '1.0.0' } } });
    expect(await resolved(`${name}@1.1.0`)).toBeNull();
    expect(await codeOf('unpublishVersion', { artifact: name, version: '1.1.0' }, adam)).toBe('NOT_FOUND');
  });

  test('is refused later, and while something depends on it', async () => {
    const { name } = await world.publish();
    await world.publish({ dependencies: { [name]: '^1.0.0' } });
    expect(await codeOf('unpublishVersion', { artifact: name, version: '1.0.0' }, ada)).toBe('POLICY_VIOLATION');
    const alone = await world.publish();
    world.clock.advance(72 * 3_600_000 + 1);
    expect(await codeOf('unpublishVersion', { artifact: alone.name, version: '1.0.0' }, ada)).toBe('POLICY_VIOLATION');
  });
});

describe('updating an artifact', () => {
  test('changes what is said of it, and only what was said', async () => {
    const { name } = await world.publish({ description: 'of the version' });
    expect(await done('updateArtifact', { artifact: name, description: ' of its own ' }, adam)).toEqual({
      artifact: { name, description: 'of its own', visibility: 'PUBLIC' },
    });
    expect((await done('updateArtifact', { artifact: name, visibility: 'PRIVATE' }, adam)).artifact).toEqual({
      name,
      description: 'of its own',
      visibility: 'PRIVATE',
    });
    expect((await done('updateArtifact', { artifact: name, description: null }, adam)).artifact).toEqual({
      name,
      description: 'of the version',
      visibility: 'PRIVATE',
    });
  });

  test('to private takes it out of every search at once', async () => {
    const { name } = await world.publishAndIndex({ name: '@acme/soon-private-quokka' });
    const found = async () => (await world.artifacts.searchArtifacts(nobody, { text: 'quokka' }, {})).totalCount;
    expect(await found()).toBe(1);
    await done('updateArtifact', { artifact: name, visibility: 'PRIVATE' }, adam);
    expect(await found()).toBe(0);
  });

  test.each([['a'.repeat(301)], ['two\nlines']])('refuses a description that is not one line of 300 characters', async (description) => {
    const { name } = await world.publish();
    expect(await codeOf('updateArtifact', { artifact: name, description }, adam)).toBe('VALIDATION_FAILED');
  });
});

describe('starring', () => {
  test('counts each account once, exactly, however many come at once', async () => {
    const { name, artifactId } = await world.publish();
    const fans = Array.from({ length: 8 }, (_, number) => principal(`fan${number}`));
    await Promise.all([...fans, ...fans].map((fan) => done('starArtifact', { artifact: name }, fan)));
    expect(await done('unstarArtifact', { artifact: name }, fans[0])).toEqual({ artifact: { stars: 7, viewerHasStarred: false } });
    expect(await done('unstarArtifact', { artifact: name }, fans[0])).toEqual({ artifact: { stars: 7, viewerHasStarred: false } });
    expect(await done('starArtifact', { artifact: name }, fans[1])).toEqual({ artifact: { stars: 7, viewerHasStarred: true } });
    expect(await world.database.client.star.count({ where: { artifactId } })).toBe(7);
  });

  test('leaves a fact only when something changed', async () => {
    const { name, artifactId } = await world.publish();
    world.newFacts();
    for (const _ of [1, 2]) await done('starArtifact', { artifact: name }, eve);
    expect(world.newFacts()).toEqual([{ name: 'artifact.counted', payload: { artifactId } }]);
  });

  test('needs an account, and a key that may do more than read', async () => {
    const { name } = await world.publish();
    expect(await codeOf('starArtifact', { artifact: name }, nobody)).toBe('UNAUTHENTICATED');
    expect(await codeOf('starArtifact', { artifact: name }, principal('eve', ['read']))).toBe('FORBIDDEN');
    expect(await codeOf('starArtifact', { artifact: name }, principal('eve', ['read', 'publish'], []))).toBe('FORBIDDEN');
  });
});

describe('whoever may not', () => {
  const inputs: Readonly<Record<Mutation, object>> = {
    setTag: { tag: 'next', version: '1.0.0' },
    yankVersion: { version: '1.0.0' },
    unyankVersion: { version: '1.0.0' },
    unpublishVersion: { version: '1.0.0' },
    updateArtifact: { description: 'x' },
    starArtifact: {},
    unstarArtifact: {},
  };
  const all = Object.keys(mutations) as Mutation[];
  const managing = all.filter((mutation) => !mutation.includes('star'));

  test.each(all)('%s: a stranger gets for what is private exactly what a missing thing gets', async (mutation) => {
    const { name } = await world.publish({ visibility: 'private' });
    for (const asker of [nobody, eve]) {
      const hidden = await change(mutation, { artifact: name, ...inputs[mutation] }, asker);
      const missing = await change(mutation, { artifact: '@acme/absent', ...inputs[mutation] }, asker);
      expect(hidden.errors?.[0]?.extensions?.['code']).toBe('NOT_FOUND');
      expect(withoutNames(hidden, name)).toBe(withoutNames(missing, '@acme/absent'));
    }
  });

  test.each(managing.filter((mutation) => mutation !== 'updateArtifact'))(
    '%s: a stranger gets for a staged version exactly what a missing one gets',
    async (mutation) => {
      const { name } = await world.publish({ version: '2.0.0' });
      await world.publish({ name, version: '1.0.0', status: 'staged' });
      for (const asker of [nobody, eve, rea]) {
        const hidden = await change(mutation, { artifact: name, ...inputs[mutation] }, asker);
        const missing = await change(mutation, { artifact: name, ...inputs[mutation], version: '7.7.7' }, asker);
        expect(hidden.errors?.[0]?.extensions?.['code']).toBe('NOT_FOUND');
        expect(withoutNames(hidden, '1.0.0')).toBe(withoutNames(missing, '7.7.7'));
      }
    },
  );

  test.each(managing)('%s: what is public is refused with the right that is missing', async (mutation) => {
    const { name } = await world.publish();
    const input = { artifact: name, ...inputs[mutation] };
    expect(await codeOf(mutation, input, nobody)).toBe('UNAUTHENTICATED');
    expect(await codeOf(mutation, input, eve)).toBe('NAMESPACE_PERMISSION_DENIED');
    expect(await codeOf(mutation, input, rea)).toBe('NAMESPACE_PERMISSION_DENIED');
    expect(await codeOf(mutation, input, principal('ada', ['read']))).toBe('NAMESPACE_PERMISSION_DENIED');
    expect(await codeOf(mutation, input, principal('ada', ['read', 'publish', 'admin'], []))).toBe('NAMESPACE_PERMISSION_DENIED');
  });

  test.each(['unpublishVersion', 'updateArtifact'] as const)('%s: a writer is not enough', async (mutation) => {
    const { name } = await world.publish();
    expect(await codeOf(mutation, { artifact: name, ...inputs[mutation] }, wim)).toBe('NAMESPACE_PERMISSION_DENIED');
  });

  test.each(all)('%s: a name that cannot be one is told so', async (mutation) => {
    expect(await codeOf(mutation, { artifact: 'nonsense', ...inputs[mutation] }, ada)).toBe('VALIDATION_FAILED');
  });
});
