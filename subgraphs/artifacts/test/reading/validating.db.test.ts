import { expect, test } from 'vitest';
import { ada, eve, inWorld, nobody, principal, rea } from './world.ts';

const world = inWorld();

const manifest = { name: '@acme/new', version: '1.0.0', type: 'module', module: { runtime: 'node', entry: 'index.js' } };
const validate = async (change: object, asker = ada as Parameters<typeof world.ask>[2]) => {
  const { data, errors } = await world.ask(
    'query ($manifest: JSON!) { validatePublish(manifest: $manifest) { valid problems { code path message suggestion } } }',
    { manifest: JSON.parse(JSON.stringify({ ...manifest, ...change })) },
    asker,
  );
  expect(errors).toBeUndefined();
  const { valid, problems } = data!['validatePublish'] as { valid: boolean; problems: { code: string; path: string }[] };
  expect(valid).toBe(problems.length === 0);
  return problems.map(({ code, path }) => `${code} ${path}`);
};

test('a manifest against which nothing stands is valid, and nothing was changed', async () => {
  world.newFacts();
  expect(await validate({})).toEqual([]);
  expect(await world.database.client.artifact.count({ where: { name: '@acme/new' } })).toBe(0);
  expect([world.newFacts(), world.audited]).toEqual([[], []]);
});

test('names every reason at once: faults of the manifest and the right that is missing', async () => {
  expect(await validate({ version: '1', license: '?', keyword: [] }, eve)).toEqual([
    'MANIFEST_INVALID /version',
    'MANIFEST_INVALID /license',
    'MANIFEST_INVALID /keyword',
    'NAMESPACE_PERMISSION_DENIED /name',
  ]);
});

test('names every reason at once: number, type and dependencies', async () => {
  await world.publish({ name: '@acme/v-taken', version: '1.0.0' });
  await world.publish({ name: '@acme/v-db', version: '2.0.0' });
  await world.publish({ name: '@acme/v-hidden', version: '1.0.0', status: 'quarantined' });
  const dependencies = { '@acme/v-db': '^2', '@acme/v-hidden': '^1', '@acme/v-none': '*' };
  expect(
    await validate({ name: '@acme/v-taken', type: 'plugin', module: undefined, plugin: { entry: 'a.js', requires: { '@acme/v-db': '^9' } }, dependencies }),
  ).toEqual([
    'VERSION_EXISTS /version',
    'MANIFEST_INVALID /type',
    'NOT_FOUND /dependencies/@acme~1v-hidden',
    'NOT_FOUND /dependencies/@acme~1v-none',
    'NOT_FOUND /plugin/requires/@acme~1v-db',
  ]);
});

test.each([
  ['published', true],
  ['yanked', true],
  ['quarantined', true],
  ['rejected', true],
  ['staged', false],
] as const)('a number that is %s is used up: %s', async (status, isUsedUp) => {
  const { name } = await world.publish({ status });
  expect(await validate({ name })).toEqual(isUsedUp ? ['VERSION_EXISTS /version'] : []);
});

test('a number that was unpublished is used up', async () => {
  const { name } = await world.publish();
  await world.artifacts.unpublishVersion(ada, { artifact: name, version: '1.0.0' as never });
  expect(await validate({ name })).toEqual(['VERSION_EXISTS /version']);
});

test('who may not publish there is told so, and nothing of what is there', async () => {
  const { name } = await world.publish({ visibility: 'private' });
  for (const target of [name, '@acme/absent']) {
    expect(await validate({ name: target }, eve)).toEqual(['NAMESPACE_PERMISSION_DENIED /name']);
    expect(await validate({ name: target }, rea)).toEqual(['NAMESPACE_PERMISSION_DENIED /name']);
    expect(await validate({ name: target }, nobody)).toEqual(['UNAUTHENTICATED /name']);
    expect(await validate({ name: target }, principal('ada', ['read']))).toEqual(['NAMESPACE_PERMISSION_DENIED /name']);
  }
  expect(await validate({ name: '@nowhere/thing' })).toEqual(['NOT_FOUND /name']);
});

test('a dependency that its publisher may not see is like one that is not there', async () => {
  const { name } = await world.publish({ name: '@blue/private-db', visibility: 'private' });
  expect(await validate({ dependencies: { [name]: '*' } })).toEqual(['NOT_FOUND /dependencies/@blue~1private-db']);
  await world.publish({ name: '@acme/own-db', visibility: 'private' });
  expect(await validate({ dependencies: { '@acme/own-db': '*' } })).toEqual([]);
});

test.each([[null], [[]], ['text'], [{}], [{ name: 5 }]])('any JSON gets an answer: %j', async (value) => {
  const problems = await world.artifacts.validatePublish(ada, value);
  expect(problems.length).toBeGreaterThan(0);
});
