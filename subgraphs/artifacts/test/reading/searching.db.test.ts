import { describe, expect, test } from 'vitest';
import { adam, eve, inWorld, nobody, rea, wim } from './world.ts';

const world = inWorld();

const query = `query ($query: SearchInput!, $first: Int = 20, $after: String) { search(query: $query, first: $first, after: $after) {
  totalCount totalCountIsExact tookMs didYouMean pageInfo { endCursor hasNextPage hasPreviousPage startCursor }
  facets { field buckets { value count } }
  edges { cursor node { highlights { field html } artifact { name type description stars downloads { total } namespace { handle } latest { version publishedAt } } } } } }`;
const search = async (text: string, more: object = {}, asker = nobody as Parameters<typeof world.ask>[2], page: object = {}) => {
  const { data, errors } = await world.ask(query, { query: { text, ...more }, ...page }, asker);
  expect(errors).toBeUndefined();
  const found = data!['search'] as any;
  return { ...found, names: found.edges.map((edge: any) => edge.node.artifact.name) as string[] };
};
const suggest = async (prefix: string, asker = nobody as Parameters<typeof world.ask>[2]) => {
  const { data, errors } = await world.ask('query ($prefix: String!) { suggest(prefix: $prefix) { text kind artifact { name } } }', { prefix }, asker);
  expect(errors).toBeUndefined();
  return data!['suggest'] as { text: string; kind: string; artifact: { name: string } | null }[];
};

describe('search', () => {
  test('finds what is published, with what its latest version says, in few statements', async () => {
    const { artifactId } = await world.publishAndIndex({
      name: '@acme/wombat-auth',
      description: 'Signs wombats in',
      keywords: ['marsupial'],
      capabilities: ['net:api.example.com', 'net:other.example', 'db'],
      readme: '# Use\n\nCall `burrow()`.',
      gatiRange: '>=2.0.0',
      labels: ['stable'],
    });
    world.others.scores.set(
      (await world.publish({ name: '@acme/wombat-auth', version: '1.1.0', description: 'Signs wombats out', readme: 'dig' })).versionId,
      88,
    );
    await world.index(artifactId);

    const found = await search('wombats');
    expect(found.edges[0].node).toMatchObject({
      artifact: {
        name: '@acme/wombat-auth',
        type: 'MODULE',
        description: 'Signs wombats out',
        stars: 0,
        namespace: { handle: 'acme' },
        latest: { version: '1.1.0' },
      },
      highlights: [
        { field: 'name', html: expect.stringContaining('<mark>') },
        { field: 'description', html: 'Signs <mark>wombats</mark> out' },
      ],
    });
    expect((await search('wombat', { minScore: 88 })).names).toEqual(['@acme/wombat-auth']);
    expect((await search('wombat', { minScore: 89 })).names).toEqual([]);
    expect((await search('burrow')).names).toEqual([]);
    expect((await search('wombat', { tags: ['stable'] })).names).toEqual(['@acme/wombat-auth']);
    expect(await world.countStatements(() => search('wombat'))).toBe(2);
  });

  test('a version speaks by its capabilities’ kinds, its Gati range and its README', async () => {
    await world.publishAndIndex({
      name: '@acme/numbat',
      capabilities: ['net:api.example.com', 'net:b', 'db'],
      gatiRange: '^2.0.0',
      readme: 'eats [termites](https://a.example)',
    });
    expect((await search('numbat', { capabilities: ['NET'] })).facets).toContainEqual({
      field: 'capabilities',
      buckets: [
        { value: 'db', count: 1 },
        { value: 'net', count: 1 },
      ],
    });
    expect((await search('numbat', { gati: '2.0.8' })).names).toEqual(['@acme/numbat']);
    expect((await search('numbat', { gati: '3.0.0' })).names).toEqual([]);
    expect((await search('termites')).edges[0].node.highlights).toEqual([{ field: 'readme', html: 'eats <mark>termites</mark>' }]);
  });

  test('pages by cursors', async () => {
    for (const number of [1, 2, 3]) await world.publishAndIndex({ name: `@acme/dunnart${number}` });
    const first = await search('dunnart', { sort: 'CREATED' }, nobody, { first: 2 });
    expect([first.names, first.pageInfo.hasNextPage, first.pageInfo.hasPreviousPage]).toEqual([['@acme/dunnart3', '@acme/dunnart2'], true, false]);
    const second = await search('dunnart', { sort: 'CREATED' }, nobody, { first: 2, after: first.pageInfo.endCursor });
    expect([second.names, second.pageInfo.hasNextPage, second.pageInfo.hasPreviousPage]).toEqual([['@acme/dunnart1'], false, true]);
  });

  test.each([
    [{ query: {}, first: 101 }, 'first'],
    [{ query: {}, first: 0 }, 'first'],
    [{ query: { text: 'a'.repeat(201) } }, 'query.text'],
    [{ query: { minScore: 101 } }, 'query.minScore'],
    [{ query: { gati: 'new' } }, 'query.gati'],
    [{ query: {}, after: 'made up' }, 'after'],
  ])('refuses %j', async (variables, path) => {
    const { errors } = await world.ask(query, variables);
    expect(errors).toMatchObject([{ extensions: { code: 'VALIDATION_FAILED', details: { fields: [{ path }] } } }]);
  });

  test.each(["'; drop table artifacts.artifact; --", '\0', '🚀', '%%%', '& | ! ( )', '\ud800', ' '])('answers %j', async (text) => {
    expect(await search(text, { languages: [text], tags: [text] })).toMatchObject({ totalCountIsExact: true });
  });
});

describe('what cannot be found', () => {
  test.each(['staged', 'rejected', 'quarantined', 'yanked'] as const)('an artifact whose only version is %s', async (status) => {
    await world.publishAndIndex({ name: `@acme/quoll-${status}`, status });
    expect((await search(`quoll ${status}`, {}, wim)).names).toEqual([]);
    expect(await suggest(`quoll-${status}`, wim)).toEqual([]);
  });

  test('an artifact whose last published version is yanked', async () => {
    const { name, artifactId } = await world.publishAndIndex({ name: '@acme/bilby' });
    expect((await search('bilby')).names).toEqual([name]);
    await world.artifacts.yankVersion(wim, { artifact: name, version: '1.0.0' as never, reason: null });
    await world.index(artifactId);
    expect((await search('bilby')).names).toEqual([]);
  });

  test('one with prereleases alone can be found', async () => {
    await world.publishAndIndex({ name: '@acme/potoroo', version: '1.0.0-rc.1', description: 'first' });
    await world.publishAndIndex({ name: '@acme/potoroo', version: '1.0.0-rc.10', description: 'tenth' });
    const { edges } = await search('potoroo');
    expect(edges[0].node.artifact).toMatchObject({ name: '@acme/potoroo', latest: null });
    expect((await search('tenth')).names).toEqual(['@acme/potoroo']);
  });

  test('what is private, by those who may not see it: no hit, no count, no facet, no completion, no spelling', async () => {
    await world.publishAndIndex({
      name: '@acme/secret-thylacine',
      visibility: 'private',
      description: 'tiger',
      keywords: ['striped'],
      labels: ['hush'],
      readme: 'extinct',
    });
    for (const asker of [nobody, eve]) {
      for (const text of ['thylacine', 'thylacin', 'thylacne', 'tiger', 'striped', 'extinct', '@acme/secret-thylacine']) {
        expect(await search(text, {}, asker)).toMatchObject({
          totalCount: 0,
          totalCountIsExact: true,
          didYouMean: null,
          facets: [],
          edges: [],
          pageInfo: { endCursor: null, hasNextPage: false },
        });
        expect(await suggest(text, asker)).toEqual([]);
      }
      const everything = await search('', { sort: 'CREATED' }, asker);
      expect(everything.names).not.toContain('@acme/secret-thylacine');
      expect(JSON.stringify(everything.facets)).not.toContain('hush');
    }
    expect((await search('thylacine', {}, rea)).names).toEqual(['@acme/secret-thylacine']);
    expect(await suggest('secret-thy', rea)).toEqual([{ text: '@acme/secret-thylacine', kind: 'ARTIFACT', artifact: { name: '@acme/secret-thylacine' } }]);
  });

  test('what became private while the index was behind: the hit is dropped where it leaves', async () => {
    const { artifactId } = await world.publishAndIndex({ name: '@acme/late-kowari' });
    await world.database.client.artifact.update({ where: { id: artifactId }, data: { visibility: 'private' } });
    expect((await search('kowari')).names).toEqual([]);
    expect(await suggest('late-kow')).toEqual([]);
    await world.index(artifactId);
  });

  test('a member who lost the role finds nothing of it from then on', async () => {
    await world.publishAndIndex({ name: '@acme/private-wallaby', visibility: 'private' });
    expect((await search('wallaby', {}, adam)).names).toEqual(['@acme/private-wallaby']);
    world.others.withoutRole.add('adam');
    expect((await search('wallaby', {}, adam)).names).toEqual([]);
    world.others.withoutRole.delete('adam');
  });
});

describe('suggest', () => {
  test('completes and forgives', async () => {
    await world.publishAndIndex({ name: '@acme/platypus', keywords: ['venomous'] });
    expect(await suggest('platy')).toEqual([{ text: '@acme/platypus', kind: 'ARTIFACT', artifact: { name: '@acme/platypus' } }]);
    expect((await suggest('platpyus'))[0]).toMatchObject({ text: '@acme/platypus' });
    expect(await suggest('venom')).toContainEqual({ text: 'venomous', kind: 'KEYWORD', artifact: null });
  });

  test.each([
    ['{ suggest(prefix: "") { text } }', 'prefix'],
    [`{ suggest(prefix: "${'a'.repeat(101)}") { text } }`, 'prefix'],
    ['{ suggest(prefix: "a", limit: 21) { text } }', 'limit'],
  ])('refuses %s', async (text, path) => {
    const { errors } = await world.ask(text);
    expect(errors).toMatchObject([{ extensions: { code: 'VALIDATION_FAILED', details: { fields: [{ path }] } } }]);
  });
});

test('a rebuild of the whole index changes nothing that can be found', async () => {
  const state = async () =>
    JSON.stringify([(await search('', { sort: 'CREATED' }, rea, { first: 100 })).names, (await search('', {}, nobody)).facets, await suggest('a')]);
  const before = await state();
  await world.artifacts.rebuildSearch();
  expect(await state()).toBe(before);
});

test('stars reach the search by the counters’ job', async () => {
  const { name, artifactId } = await world.publishAndIndex({ name: '@acme/cassowary-a' });
  await world.publishAndIndex({ name: '@acme/cassowary-b' });
  await world.artifacts.starArtifact(eve, { artifact: name });
  const job = world.artifacts.jobs.find((one) => one.name === 'artifacts.index-counters')!;
  const { payload, dedupeKey } = job.prepare({ artifactId });
  expect(dedupeKey).toBe(artifactId);
  await job.run(payload, { signal: new AbortController().signal, lastAttempt: false });
  expect((await search('cassowary', { sort: 'STARS' })).names).toEqual(['@acme/cassowary-a', '@acme/cassowary-b']);
});
