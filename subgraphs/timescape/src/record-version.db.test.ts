import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@gati/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTimescape } from './index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.remove());

const string = { kind: 'primitive', primitiveType: 'string' };
const number = { kind: 'primitive', primitiveType: 'number' };
const typed = (input: unknown) => ({ handlers: { call: { input, output: string } } });

const world = () => {
  const hidden = new Set<string>();
  const timescape = createTimescape({
    tables: database.client,
    selectVersion: async () => null,
    readableVersions: async (_, ids) => new Map(ids.filter((id) => !hidden.has(id)).map((id) => [id, {}])),
  });
  const artifactId = randomUUID();
  const record = (version: string, gtypes: unknown = {}, versionId = randomUUID()) =>
    database.transaction((tx) => timescape.recordVersion(tx, { artifactId, versionId, version, publishedAt: new Date(), gtypes })).then(() => versionId);
  const read = async () => {
    const graph = (await timescape.readVersionGraphs({ kind: 'anonymous' }, [artifactId])).get(artifactId)!;
    const names = new Map(graph.nodes.map((node) => [node.versionId, node.version]));
    return {
      ...graph,
      shape: graph.edges
        .map((edge) => `${names.get(edge.fromVersionId)} ${edge.kind} ${names.get(edge.toVersionId)}${edge.breaking ? ' breaking' : ''}`)
        .sort(),
    };
  };
  return { hidden, record, read };
};

test('a version in between takes its place, and the steps around it are judged anew', async () => {
  const { record, read } = world();
  await record('1.0.0', typed(string));
  await record('1.2.0', typed({ kind: 'union', types: [string, number] }));
  expect((await read()).shape).toEqual(['1.0.0 succession 1.2.0']);

  await record('1.1.0', typed(number));

  expect((await read()).shape).toEqual(['1.0.0 succession 1.1.0 breaking', '1.1.0 succession 1.2.0']);
});

test('recording a version again changes nothing', async () => {
  const { record, read } = world();
  const versionId = await record('1.0.0');
  await record('1.0.0', {}, versionId);

  expect(await read()).toMatchObject({ totalCount: 1, shape: [] });
});

test('equal types have equal hashes, whatever the order of their keys', async () => {
  const { record, read } = world();
  await record('1.0.0', { a: 1, b: { c: 2, d: 3 } });
  await record('1.0.1', { b: { d: 3, c: 2 }, a: 1 });

  const [first, second] = (await read()).nodes;
  expect(first!.gtypeHash).toBe(second!.gtypeHash);
});

test('a hidden version is neither counted nor pointed to', async () => {
  const { hidden, record, read } = world();
  await record('1.0.0');
  hidden.add(await record('1.1.0'));

  expect(await read()).toMatchObject({ totalCount: 1, shape: [] });
});

test('versions that arrive at once, in any order, give the same graph', async () => {
  const versions = ['0.9.0', '1.0.0', '1.1.0', '1.1.1', '2.0.0-rc.1', '2.0.0'];
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(versions, { minLength: versions.length }), async (order) => {
      const { record, read } = world();
      await Promise.all(order.map((version) => record(version)));
      expect((await read()).shape).toEqual([
        '0.9.0 branch 1.0.0',
        '1.0.0 succession 1.1.0',
        '1.1.0 succession 1.1.1',
        '1.1.1 branch 2.0.0-rc.1',
        '2.0.0-rc.1 succession 2.0.0',
      ]);
    }),
    { numRuns: 20 },
  );
});
