import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, test } from 'vitest';
import { solve, type Candidate, type Catalog, type Requirement, type Solution } from './solving.ts';

/** Artifacts with their versions and what each needs: { a: { '1.0.0': { b: '^1' } } }. */
type World = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;

const catalogOf = (world: World): Catalog => {
  const known = new Map<string, readonly Candidate[]>();
  return {
    candidates: ({ name, text }) => {
      const key = `${name}@${text}`;
      const versions = () => Object.keys(world[name] ?? {}).filter((version) => semver.satisfies(version, text));
      const found =
        known.get(key) ??
        versions()
          .sort(semver.rcompare)
          .map((version) => ({ id: `${name}@${version}`, name, version }));
      known.set(key, found);
      return found;
    },
    dependencies: (id) => Object.entries(world[id.split('@')[0]!]![id.split('@')[1]!]!).map(([name, text]) => ({ name, text })),
  };
};
const root = (text: string): Requirement => ({ name: text.split('@')[0]!, text: text.split('@')[1] ?? '*', by: null });
const run = (world: World, ...roots: readonly string[]): Solution =>
  solve(roots.map(root), catalogOf(world), { artifactsMax: 2_000, effort: { triesLeft: 20_000 } });
const choice = (solution: Solution): Readonly<Record<string, string>> | string =>
  solution.kind === 'solved'
    ? Object.fromEntries([...solution.chosen].map(([name, candidate]: [string, Candidate]) => [name, candidate.version]))
    : solution.kind;

describe('one version for each name', () => {
  test.each<[string, World, readonly string[], Readonly<Record<string, string>>]>([
    ['the highest that satisfies', { a: { '1.0.0': {}, '1.9.0': {}, '2.0.0': {} } }, ['a@^1'], { a: '1.9.0' }],
    [
      'recursively',
      { a: { '1.0.0': { b: '^1' } }, b: { '1.0.0': { c: '*' }, '1.1.0': { c: '^2' } }, c: { '1.0.0': {}, '2.0.0': {} } },
      ['a'],
      { a: '1.0.0', b: '1.1.0', c: '2.0.0' },
    ],
    [
      'the highest that all agree on',
      { a: { '1.0.0': { x: '^1' } }, b: { '1.0.0': { x: '~1.2' } }, x: { '1.2.5': {}, '1.9.0': {} } },
      ['a', 'b'],
      { a: '1.0.0', b: '1.0.0', x: '1.2.5' },
    ],
    [
      'the highest that a later, deeper need agrees on',
      { a: { '1.0.0': { x: '^1', b: '*' } }, b: { '1.0.0': { c: '*' } }, c: { '1.0.0': { x: '~1.2' } }, x: { '1.2.5': {}, '1.9.0': {} } },
      ['a'],
      { a: '1.0.0', x: '1.2.5', b: '1.0.0', c: '1.0.0' },
    ],
    [
      'a lower version of what needs it, where the highest cannot be had',
      { a: { '1.0.0': { x: '^1' }, '2.0.0': { x: '^2' } }, b: { '1.0.0': { x: '^1' } }, x: { '1.0.0': {}, '2.0.0': {} } },
      ['b', 'a'],
      { b: '1.0.0', x: '1.0.0', a: '1.0.0' },
    ],
    [
      'nothing of a version that was given up on the way',
      { a: { '1.0.0': {}, '2.0.0': { y: '*', x: '^2' } }, b: { '1.0.0': { x: '^1' } }, x: { '1.0.0': {}, '2.0.0': {} }, y: { '1.0.0': {} } },
      ['b', 'a'],
      { b: '1.0.0', a: '1.0.0', x: '1.0.0' },
    ],
    ['also where artifacts need one another', { a: { '1.0.0': { b: '*' } }, b: { '1.0.0': { a: '^1' } } }, ['a'], { a: '1.0.0', b: '1.0.0' }],
  ])('%s', (_, world, roots, expected) => {
    expect(choice(run(world, ...roots))).toEqual(expected);
  });

  test('a clash says who wants what', () => {
    const solution = run({ a: { '1.0.0': { x: '^1' } }, b: { '1.0.0': { x: '^2' } }, x: { '1.0.0': {}, '2.0.0': {} } }, 'a', 'b');
    expect(solution).toEqual({
      kind: 'conflict',
      name: 'x',
      wanted: [
        { name: 'x', text: '^1', by: 'a@1.0.0' },
        { name: 'x', text: '^2', by: 'b@1.0.0' },
      ],
    });
  });

  test('a need that nothing meets binds nobody and is told', () => {
    const solution = run({ a: { '1.0.0': { gone: '^1', x: '^9', b: '*' } }, b: { '1.0.0': {} }, x: { '1.0.0': {} } }, 'a');
    expect(choice(solution)).toEqual({ a: '1.0.0', b: '1.0.0' });
    expect(solution.kind === 'solved' && solution.unmet.map(({ name, by }) => [name, by])).toEqual([
      ['gone', 'a@1.0.0'],
      ['x', 'a@1.0.0'],
    ]);
  });

  test('names at once everything of one depth that it misses', () => {
    const missing = solve(
      [root('a'), root('b')],
      { candidates: () => undefined, dependencies: () => undefined },
      { artifactsMax: 10, effort: { triesLeft: 10 } },
    );
    expect(missing).toEqual({ kind: 'missing', names: new Set(['a', 'b']), versionIds: new Set() });
  });

  test('ends where the tree is too large, and where it was made to be unsolvable', () => {
    const chain: World = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`a${n}`, { '1.0.0': n < 49 ? { [`a${n + 1}`]: '*' } : {} }]));
    expect(solve([root('a0')], catalogOf(chain), { artifactsMax: 20, effort: { triesLeft: 1_000 } }).kind).toBe('tooLarge');

    // Each of these has twenty versions, and none goes with the last.
    const numbers = Array.from({ length: 20 }, (_, n) => `1.${n}.0`);
    const knot: World = {
      ...Object.fromEntries(
        Array.from({ length: 20 }, (_, n) => [
          `a${n}`,
          Object.fromEntries(numbers.map((number) => [number, { [`a${(n + 7) % 20}`]: `>=${number}`, last: `^${(n % 2) + 1}` }])),
        ]),
      ),
      last: { '1.0.0': {}, '2.0.0': {} },
    };
    const effort = { triesLeft: 20_000 };
    const roots = Array.from({ length: 20 }, (_, n) => root(`a${n}`));
    expect(solve(roots, catalogOf(knot), { artifactsMax: 2_000, effort }).kind).toBe('conflict');
    expect(effort.triesLeft).toBeLessThan(0);
  });

  test('2,000 artifacts in one chain are chosen', () => {
    const chain: World = Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`a${n}`, { '1.0.0': n < 1_999 ? { [`a${n + 1}`]: '*' } : {} }]));
    const solution = run(chain, 'a0');
    expect(solution.kind === 'solved' && solution.chosen.size).toBe(2_000);
  });

  test('is found wherever there is one, and is one (against trying everything)', () => {
    const names = ['a', 'b', 'c', 'd'];
    const ranges = fc.constantFrom('*', '^1', '^2', '~1.1', '1.0.0', '>=1.1.0');
    const needs = fc.dictionary(fc.constantFrom(...names), ranges, { maxKeys: 2 });
    const world = fc.record(
      Object.fromEntries(names.map((name) => [name, fc.record({ '1.0.0': needs, '1.1.0': needs, '2.0.0': needs })])),
    ) as fc.Arbitrary<World>;
    fc.assert(
      fc.property(world, fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }), (all, roots) => {
        const solution = run(all, ...roots);
        const possible = everyChoice(all, roots).length > 0;
        expect(solution.kind).toBe(possible ? 'solved' : 'conflict');
        if (solution.kind === 'solved')
          expect(isConsistent(all, roots, new Map([...solution.chosen].map(([name, { version }]) => [name, version])))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

const isConsistent = (world: World, roots: readonly string[], chosen: ReadonlyMap<string, string>): boolean => {
  const needed = new Set(roots);
  for (const name of needed) {
    const version = chosen.get(name);
    if (!version) return false;
    for (const [other, range] of Object.entries(world[name]![version]!)) {
      if (!chosen.has(other) || !semver.satisfies(chosen.get(other)!, range)) return false;
      needed.add(other);
    }
  }
  return needed.size === chosen.size;
};

/** Every choice of versions for some of the names that is consistent. */
function everyChoice(world: World, roots: readonly string[]): ReadonlyMap<string, string>[] {
  let choices: Map<string, string>[] = [new Map()];
  for (const name of Object.keys(world)) {
    choices = choices.flatMap((choiceSoFar) => [choiceSoFar, ...Object.keys(world[name]!).map((version) => new Map([...choiceSoFar, [name, version]]))]);
  }
  return choices.filter((one) => isConsistent(world, roots, one));
}
