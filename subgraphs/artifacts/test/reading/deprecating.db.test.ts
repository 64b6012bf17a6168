import { describe, expect, test } from 'vitest';
import { eve, inWorld, nobody, rea, wim } from './world.ts';

const world = inWorld();

const mutation = `mutation ($input: DeprecateVersionsInput!) {
  deprecateVersions(input: $input) { versions { version deprecation { message deprecatedAt successor { name } } } }
}`;
type Asker = Parameters<typeof world.ask>[2];
const deprecate = async (input: Readonly<Record<string, unknown>>, asker: Asker = wim) => {
  const { data, errors } = await world.ask(mutation, { input }, asker);
  expect(errors).toBeUndefined();
  return (data!['deprecateVersions'] as any).versions;
};
const codeOf = async (input: Readonly<Record<string, unknown>>, asker: Asker = wim) => {
  const { errors } = await world.ask(mutation, { input }, asker);
  return errors?.[0]?.extensions?.['code'];
};
const shownTo = async (name: string, ref: string, asker: Asker = nobody) => {
  const query = 'query ($name: String!, $ref: String!) { artifact(name: $name) { version(ref: $ref) { deprecation { message successor { name } } } } }';
  return ((await world.ask(query, { name, ref }, asker)).data!['artifact'] as any).version.deprecation;
};

describe('deprecating', () => {
  test('marks every version in the range, prereleases too, and no other; it is served as before', async () => {
    const { name } = await world.publish({ version: '1.0.0' });
    for (const version of ['1.1.0-rc.1', '1.1.0', '2.0.0']) await world.publish({ name, version });
    await world.publish({ name, version: '1.2.0', status: 'staged' });
    const { name: successor } = await world.publish();

    const versions = await deprecate({ artifact: name, range: '^1', message: ' loses sessions ', successor });
    expect(versions).toEqual(
      ['1.1.0', '1.1.0-rc.1', '1.0.0'].map((version) => ({
        version,
        deprecation: { message: 'loses sessions', successor: { name: successor }, deprecatedAt: world.clock().toISOString() },
      })),
    );
    expect(await shownTo(name, '1.0.0')).toEqual({ message: 'loses sessions', successor: { name: successor } });
    expect(await shownTo(name, '2.0.0')).toBeNull();
    expect(await shownTo(name, '1.2.0', wim)).toBeNull();
    const { roots } = await world.artifacts.resolveDependencies(nobody, [`${name}@^1`]);
    expect(roots[0]?.version).toBe('1.1.0');
  });

  test('leaves one fact and one line of audit; the same again changes nothing, and an empty message takes it back', async () => {
    const { name, artifactId } = await world.publish();
    world.newFacts();
    world.audited.length = 0;
    for (const _ of [1, 2]) await deprecate({ artifact: name, range: '*', message: 'old' });
    expect(world.newFacts()).toEqual([{ name: 'artifact.changed', payload: { artifactId } }]);
    expect(world.audited).toEqual([{ action: 'version.deprecate', subject: name }]);
    expect(await deprecate({ artifact: name, range: '1.0.0', message: '' })).toEqual([{ version: '1.0.0', deprecation: null }]);
    expect(await shownTo(name, '1.0.0')).toBeNull();
  });

  test('names no successor to those who may not see it', async () => {
    const { name } = await world.publish();
    const { name: secret } = await world.publish({ visibility: 'private' });
    await deprecate({ artifact: name, range: '*', message: 'moved', successor: secret });
    expect(await shownTo(name, '1.0.0')).toEqual({ message: 'moved', successor: null });
    expect(await shownTo(name, '1.0.0', rea)).toEqual({ message: 'moved', successor: { name: secret } });
  });

  test('refuses a range without versions, itself and what there is not as successor, and what is no range', async () => {
    const { name } = await world.publish();
    for (const input of [
      { range: '^9', message: 'x' },
      { range: 'latest', message: 'x' },
      { range: '*', message: 'x', successor: name },
      { range: '*', message: 'x', successor: '@acme/no-such-thing' },
      { range: '*', message: 'x'.repeat(1001) },
    ])
      expect(await codeOf({ artifact: name, ...input })).toBe('VALIDATION_FAILED');
  });

  test('is for writers; what is private is not there for strangers', async () => {
    const { name } = await world.publish();
    const { name: secret } = await world.publish({ visibility: 'private' });
    const input = { range: '*', message: 'x' };
    expect(await codeOf({ artifact: name, ...input }, rea)).toBe('NAMESPACE_PERMISSION_DENIED');
    expect(await codeOf({ artifact: name, ...input }, nobody)).toBe('UNAUTHENTICATED');
    expect(await codeOf({ artifact: secret, ...input }, eve)).toBe('NOT_FOUND');
    expect(await codeOf({ artifact: '@acme/no-such-thing', ...input }, eve)).toBe('NOT_FOUND');
  });
});
