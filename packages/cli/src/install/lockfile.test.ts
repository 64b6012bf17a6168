import fc from 'fast-check';
import { expect, test } from 'vitest';
import { choiceOf, lockfileOf, reachable } from './choice.ts';
import { splitLockKey, writeLockfile, type Lockfile } from './lockfile.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as never;
const name = fc.stringMatching(/^@[a-d]\/[a-f]{1,3}$/);
const version = fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)).map((parts) => parts.join('.'));

/** Lockfiles whose roots and dependencies all are there, one version of each name. */
const lockfiles = fc
  .uniqueArray(fc.record({ name, version }), { selector: (entry) => entry.name, minLength: 1, maxLength: 12 })
  .chain((entries) =>
    fc.tuple(
      fc.constant(entries),
      fc.array(fc.array(fc.nat(entries.length - 1), { maxLength: 3 }), { minLength: entries.length, maxLength: entries.length }),
      fc.subarray(entries, { minLength: 1 }),
    ),
  )
  .map(([entries, needs, roots]): Lockfile => ({
    lockfileVersion: 1,
    registry: 'http://registry.test',
    artifacts: Object.fromEntries(
      entries.map((entry, index) => [
        `${entry.name}@${entry.version}`,
        {
          digest: digest('a'),
          layers: [{ size: 1, digest: digest('b') }],
          signedBy: 'sha256:x',
          dependencies: Object.fromEntries(needs[index]!.map((need) => [entries[need]!.name, entries[need]!.version])),
        },
      ]),
    ),
    roots: Object.fromEntries(roots.map((entry) => [entry.name, `^${entry.version}`])),
  }));

test('the same choices give the same bytes, in whatever order they were made', () => {
  fc.assert(
    fc.property(lockfiles, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (lockfile, random) => {
      const shuffled = <T>(record: Readonly<Record<string, T>>) => Object.fromEntries(Object.entries(record).map((entry) => [random.next().value, entry] as const).sort((a, b) => a[0]! - b[0]!).map(([, entry]) => entry)); // prettier-ignore
      expect(writeLockfile({ ...lockfile, artifacts: shuffled(lockfile.artifacts), roots: shuffled(lockfile.roots) })).toBe(writeLockfile(lockfile));
    }),
    { numRuns: 200, seed: 7 },
  );
});

test('a lockfile read and written again is the same, but for what no root leads to', () => {
  fc.assert(
    fc.property(lockfiles, (lockfile) => {
      const choice = choiceOf(lockfile);
      const again = lockfileOf(choice, lockfile.registry, new Map(choice.artifacts.map((artifact) => [artifact.name, 'sha256:x'])));
      expect(writeLockfile(lockfileOf(choiceOf(again), lockfile.registry, new Map(choice.artifacts.map((artifact) => [artifact.name, 'sha256:x']))))).toBe(
        writeLockfile(again),
      );
      for (const [key, entry] of Object.entries(again.artifacts)) expect(lockfile.artifacts[key]).toEqual(entry);
      for (const artifact of choice.artifacts)
        for (const needed of Object.keys(artifact.dependencies)) expect(choice.artifacts.some((other) => other.name === needed)).toBe(true);
    }),
    { numRuns: 200, seed: 7 },
  );
});

test('two versions of one name are a conflict', () => {
  const artifact = (key: string, dependencies: Record<string, string>) => ({ ...splitLockKey(key), dependencies });
  const all = [
    artifact('@a/a@1.0.0', { '@a/c': '1.0.0' }),
    artifact('@a/b@1.0.0', { '@a/c': '2.0.0' }),
    artifact('@a/c@1.0.0', {}),
    artifact('@a/c@2.0.0', {}),
  ];
  expect(() => reachable([{ name: '@a/a', version: '1.0.0' }, { name: '@a/b', version: '1.0.0' }], all)).toThrow('@a/c is needed as'); // prettier-ignore
});

test('keys are sorted and the file ends with a line end', () => {
  const text = writeLockfile({ roots: { '@b/b': '1', '@a/a': '1' }, artifacts: {}, registry: 'http://r.test', lockfileVersion: 1 });
  expect(text).toBe(
    '{\n  "artifacts": {},\n  "lockfileVersion": 1,\n  "registry": "http://r.test",\n  "roots": {\n    "@a/a": "1",\n    "@b/b": "1"\n  }\n}\n',
  );
});
