import { describe, expect, test } from 'vitest';
import { ada, eve, inWorld, nobody, rea, wim, withoutNames, type Published } from './world.ts';

const world = inWorld();

const resolve = (refs: readonly string[], asker = nobody as Parameters<typeof world.ask>[2]) => world.artifacts.resolveDependencies(asker!, refs);
const chosen = async (...refs: readonly string[]) => (await resolve(refs)).artifacts.map(({ name, version }) => `${name}@${version}`);
const problemsOf = async (refs: readonly string[], asker?: Parameters<typeof world.ask>[2]) =>
  (await resolve(refs, asker)).problems.map(({ ref, code }) => `${ref} ${code}`);
const all = async (...published: readonly Published[]) => {
  for (const one of published) await world.publish(one);
};

describe('resolving', () => {
  test('gives a tree with dependencies first, each once, with links, digests and signatures', async () => {
    const db = await world.publish({ name: '@acme/r-db', version: '2.1.0', layers: ['one', 'two'] });
    await all(
      { name: '@acme/r-db', version: '1.0.0' },
      { name: '@acme/r-auth', version: '1.2.0', dependencies: { '@acme/r-db': '^2.0.0' } },
      { name: '@acme/r-app', version: '1.0.0', dependencies: { '@acme/r-auth': '*', '@acme/r-db': '>=2' } },
    );

    const { data, errors } = await world.ask(
      `query ($refs: [String!]!) { resolve(refs: $refs) {
        roots { ref name version }
        artifacts { name version digest layers { digest mediaType sizeBytes url expiresAt } dependencies { name version } signature { status bundle } }
        problems { ref code message suggestion } } }`,
      { refs: ['@acme/r-app', '@acme/r-db@^2'] },
    );

    expect(errors).toBeUndefined();
    const resolution = data!['resolve'] as any;
    expect(resolution.roots).toEqual([
      { ref: '@acme/r-app', name: '@acme/r-app', version: '1.0.0' },
      { ref: '@acme/r-db@^2', name: '@acme/r-db', version: '2.1.0' },
    ]);
    expect(resolution.artifacts.map(({ name, version }: any) => `${name}@${version}`)).toEqual(['@acme/r-db@2.1.0', '@acme/r-auth@1.2.0', '@acme/r-app@1.0.0']);
    expect(resolution.artifacts[2].dependencies).toEqual([
      { name: '@acme/r-auth', version: '1.2.0' },
      { name: '@acme/r-db', version: '2.1.0' },
    ]);
    expect(resolution.artifacts[0]).toMatchObject({ digest: db.digest, signature: { status: 'VALID', bundle: { mediaType: 'bundle' } } });
    expect(resolution.artifacts[0].layers).toHaveLength(2);
    for (const layer of resolution.artifacts[0].layers)
      expect(layer).toEqual({
        digest: expect.stringMatching(/^sha256:/),
        mediaType: expect.any(String),
        sizeBytes: '3',
        url: `https://content.example/downloads/public-${layer.digest}`,
        expiresAt: expect.any(String),
      });
    expect(resolution.problems).toEqual([]);
  });

  test('asks for rights, entitlements and verdicts once or twice in all, and the tables twice for each depth, whatever the width', async () => {
    const leaves = Array.from({ length: 30 }, (_, number) => `@acme/w-leaf${number}`);
    for (const name of leaves) await world.publish({ name });
    await world.publish({ name: '@acme/w-app', dependencies: Object.fromEntries(leaves.map((name) => [name, '^1'])) });
    world.others.calls.length = 0;
    const statements = await world.countStatements(async () => expect((await resolve(['@acme/w-app'])).artifacts).toHaveLength(31));
    expect(statements).toBeLessThanOrEqual(5);
    expect(world.others.calls.toSorted()).toEqual(['entitlementsOf', 'entitlementsOf', 'factsFor', 'verdictsOf']);
  });

  test('takes the highest that everybody agrees on', async () => {
    await all(
      { name: '@acme/h-x', version: '1.2.5' },
      { name: '@acme/h-x', version: '1.9.0' },
      { name: '@acme/h-x', version: '2.0.0' },
      { name: '@acme/h-a', dependencies: { '@acme/h-x': '^1' } },
      { name: '@acme/h-b', dependencies: { '@acme/h-x': '~1.2' } },
    );
    expect(await chosen('@acme/h-a')).toContain('@acme/h-x@1.9.0');
    expect(await chosen('@acme/h-a', '@acme/h-b')).toContain('@acme/h-x@1.2.5');
  });

  test('goes back to an older version of what needs something else than the others', async () => {
    await all(
      { name: '@acme/b-x', version: '1.0.0' },
      { name: '@acme/b-x', version: '2.0.0' },
      { name: '@acme/b-a', version: '1.0.0', dependencies: { '@acme/b-x': '^1' } },
      { name: '@acme/b-a', version: '1.1.0', dependencies: { '@acme/b-x': '^2' } },
      { name: '@acme/b-b', dependencies: { '@acme/b-x': '^1' } },
    );
    expect((await chosen('@acme/b-b', '@acme/b-a@^1')).toSorted()).toEqual(['@acme/b-a@1.0.0', '@acme/b-b@1.0.0', '@acme/b-x@1.0.0']);
  });

  test('a conflict says who wants what, and leaves what goes together', async () => {
    await all(
      { name: '@acme/c-x', version: '1.0.0' },
      { name: '@acme/c-x', version: '2.0.0' },
      { name: '@acme/c-a', dependencies: { '@acme/c-x': '^1' } },
      { name: '@acme/c-b', dependencies: { '@acme/c-x': '^2' } },
    );
    const { roots, artifacts, problems } = await resolve(['@acme/c-a', '@acme/c-b']);
    expect(roots.map(({ ref }) => ref)).toEqual(['@acme/c-a']);
    expect(artifacts.map(({ name }) => name).toSorted()).toEqual(['@acme/c-a', '@acme/c-x']);
    expect(problems).toEqual([
      {
        ref: '@acme/c-b',
        code: 'DEPENDENCY_CONFLICT',
        message: 'No version of @acme/c-x satisfies ^1 (wanted by @acme/c-a@1.0.0) and ^2 (wanted by @acme/c-b@1.0.0).',
        suggestion: expect.any(String),
      },
    ]);
  });

  test('a circle is a problem that names its way', async () => {
    await all(
      { name: '@acme/o-a', dependencies: { '@acme/o-b': '*' } },
      { name: '@acme/o-b', dependencies: { '@acme/o-c': '*' } },
      { name: '@acme/o-c', dependencies: { '@acme/o-a': '*' } },
    );
    expect((await resolve(['@acme/o-a'])).problems).toEqual([
      expect.objectContaining({ code: 'DEPENDENCY_CYCLE', message: expect.stringContaining('@acme/o-a → @acme/o-b → @acme/o-c → @acme/o-a') }),
    ]);
  });

  test.each<[string, string, string | null]>([
    ['a version that is yanked, when asked for exactly', '1.2.0', '1.2.0'],
    ['no yanked version for a range', '~1.2.0', null],
    ['no prerelease for latest', 'latest', '1.0.0'],
    ['a prerelease that is asked for', '^2.0.0-rc.1', '2.0.0-rc.1'],
    ['a label', 'next', '2.0.0-rc.1'],
    ['a digest', 'digest', '1.0.0'],
  ])('gives %s', async (_, ref, version) => {
    const { name, digest } = await world.publish({ version: '1.0.0' });
    await all({ name, version: '1.2.0', status: 'yanked' }, { name, version: '2.0.0-rc.1', labels: ['next'] });
    const { roots } = await resolve([`${name}@${ref === 'digest' ? digest : ref}`]);
    expect(roots[0]?.version ?? null).toBe(version);
  });
});

describe('what cannot be served', () => {
  test.each([
    ['quarantined', '@acme/u-q@1.0.0 VERSION_QUARANTINED'],
    ['staged', '@acme/u-s@1.0.0 NOT_FOUND'],
    ['rejected', '@acme/u-r@1.0.0 NOT_FOUND'],
  ] as const)('a %s version is a problem with its reason', async (status, problem) => {
    const name = problem.split('@1')[0]!;
    await all({ name, version: '0.9.0' }, { name, version: '1.0.0', status, statusReason: 'key revoked' });
    const resolution = await resolve([`${name}@1.0.0`]);
    expect(resolution).toMatchObject({ roots: [], artifacts: [] });
    expect(resolution.problems.map(({ ref, code }) => `${ref} ${code}`)).toEqual([problem]);
    if (status === 'quarantined') expect(resolution.problems[0]!.message).toContain('key revoked');
  });

  test('what is staged or refused is explained to those who write, and still not served', async () => {
    await all({ name: '@acme/e-s', status: 'staged' }, { name: '@acme/e-r', status: 'rejected', statusReason: 'steals tokens' });
    expect(await problemsOf(['@acme/e-s@1.0.0', '@acme/e-r@1.0.0'], wim)).toEqual(['@acme/e-s@1.0.0 UNSIGNED', '@acme/e-r@1.0.0 MALWARE_DETECTED']);
    expect((await resolve(['@acme/e-s@1.0.0'], ada)).artifacts).toEqual([]);
    expect(await problemsOf(['@acme/e-s@1.0.0', '@acme/e-r@1.0.0'], rea)).toEqual(['@acme/e-s@1.0.0 NOT_FOUND', '@acme/e-r@1.0.0 NOT_FOUND']);
  });

  test('a range falls back to what is served beside what is quarantined', async () => {
    await all({ name: '@acme/f-q', version: '1.0.0' }, { name: '@acme/f-q', version: '1.1.0', status: 'quarantined' });
    expect(await chosen('@acme/f-q@^1')).toEqual(['@acme/f-q@1.0.0']);
  });

  test('a missing dependency is told as it was declared, and the rest is there', async () => {
    await world.publish({ name: '@acme/d-app', dependencies: { '@acme/d-none': '^1', '@acme/d-app2': '^9' } });
    await world.publish({ name: '@acme/d-app2' });
    const resolution = await resolve(['@acme/d-app']);
    expect(resolution.problems.map(({ ref, code }) => `${ref} ${code}`)).toEqual(['@acme/d-app2@^9 NOT_FOUND', '@acme/d-none@^1 NOT_FOUND']);
    expect(resolution.artifacts).toMatchObject([{ name: '@acme/d-app', dependencies: [] }]);
  });

  test('a stranger cannot tell a private artifact from one that is not there, as reference or as dependency', async () => {
    await world.publish({ name: '@acme/p-hidden', visibility: 'private' });
    await all(
      { name: '@acme/p-needs-hidden', dependencies: { '@acme/p-hidden': '^1' } },
      { name: '@acme/p-needs-absent', dependencies: { '@acme/p-absent': '^1' } },
    );
    for (const asker of [nobody, eve]) {
      for (const suffix of ['', '@1.0.0', '@^1', '@latest']) {
        const [hidden, missing] = [await resolve([`@acme/p-hidden${suffix}`], asker), await resolve([`@acme/p-absent${suffix}`], asker)];
        expect(withoutNames(hidden, '@acme/p-hidden')).toBe(withoutNames(missing, '@acme/p-absent'));
      }
      const [hidden, missing] = [await problemsOf(['@acme/p-needs-hidden'], asker), await problemsOf(['@acme/p-needs-absent'], asker)];
      expect(withoutNames(hidden, 'hidden')).toBe(withoutNames(missing, 'absent'));
    }
    const { artifacts } = await resolve(['@acme/p-needs-hidden'], rea);
    expect(artifacts.map(({ name }) => name)).toEqual(['@acme/p-hidden', '@acme/p-needs-hidden']);
    expect(artifacts[0]!.layers[0]!.url).toContain('/private-');
    expect(artifacts[1]!.layers[0]!.url).toContain('/public-');
  });

  test('what is not paid for has no links', async () => {
    const paid = await world.publish({ name: '@acme/x-paid' });
    await world.publish({ name: '@acme/x-app', dependencies: { '@acme/x-paid': '^1' } });
    world.others.unpaid.add(paid.artifactId);
    const resolution = await resolve(['@acme/x-app', '@acme/x-paid'], eve);
    expect(resolution.problems).toMatchObject([{ ref: '@acme/x-paid', code: 'PAYMENT_REQUIRED' }]);
    expect(resolution.roots.map(({ name }) => name)).toEqual(['@acme/x-app']);
    expect(resolution.artifacts.map(({ name }) => name)).toEqual(['@acme/x-app']);
    expect(JSON.stringify(resolution)).not.toContain(paid.digest);
  });

  test.each([
    ['INVALID', 'SIGNATURE_INVALID'],
    ['UNTRUSTED', 'SIGNATURE_INVALID'],
    ['UNSIGNED', 'SIGNATURE_INVALID'],
    ['REVOKED', 'KEY_REVOKED'],
  ] as const)('what is signed %s is not served: %s', async (status, code) => {
    const { name, versionId } = await world.publish();
    world.others.verdicts.set(versionId, { status, bundle: null });
    expect(await resolve([name])).toMatchObject({ roots: [], artifacts: [], problems: [{ ref: name, code }] });
  });

  test('what is private may go unsigned where its namespace let it', async () => {
    const { name, versionId } = await world.publish({ visibility: 'private' });
    world.others.verdicts.set(versionId, { status: 'UNSIGNED', bundle: null });
    expect((await resolve([name], rea)).artifacts).toMatchObject([{ signature: { status: 'UNSIGNED', bundle: null } }]);
  });

  test('a reference that cannot be one is a problem beside the others', async () => {
    const { name } = await world.publish();
    const { roots, problems } = await resolve(['nonsense', name, `${name}@!!`]);
    expect(roots.map(({ ref }) => ref)).toEqual([name]);
    expect(problems.map(({ code }) => code)).toEqual(['VALIDATION_FAILED', 'VALIDATION_FAILED']);
  });

  test('none, and more than 200 references are refused', async () => {
    const refused = expect.objectContaining({ code: 'VALIDATION_FAILED' });
    await expect(resolve([])).rejects.toEqual(refused);
    await expect(resolve(Array.from({ length: 201 }, (_, number) => `@acme/n${number}`))).rejects.toEqual(refused);
  });

  test('a tree that goes deeper than any real one is refused', async () => {
    for (let depth = 0; depth < 105; depth++) await world.publish({ name: `@acme/deep${depth}`, dependencies: { [`@acme/deep${depth + 1}`]: '*' } });
    await expect(resolve(['@acme/deep0'])).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
    expect((await resolve(['@acme/deep50'])).artifacts).toHaveLength(55);
  });
});
