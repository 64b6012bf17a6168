import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { describeScanEngine } from '../src/contract.ts';
import { bundledAdvisories, createOsvEngine, cvssBaseScore, type Advisory, type Component } from '../src/index.ts';
import { comparePythonVersions, parsePythonVersion } from '../src/advisories/pep440.ts';
import { quietly, subject } from './subjects.ts';

const component = (name: string, version: string, ecosystem = 'npm'): Component => ({ ecosystem, name, version, path: 'package-lock.json' });
const advisory = (more: Partial<Advisory>): Advisory => ({ id: 'GHSA-xxxx-xxxx-xxxx', aliases: ['CVE-2099-1'], summary: 'A flaw', ...more });
const range = (...events: Record<string, string>[]): { type: string; events: Record<string, string>[] } => ({ type: 'SEMVER', events });
const affecting = (name: string, ecosystem: string, ...events: Record<string, string>[]): Advisory =>
  advisory({ affected: [{ package: { ecosystem, name }, ranges: [range(...events)] }] });
const find = async (advisories: readonly Advisory[], ...components: Component[]) =>
  await createOsvEngine({ advisories, updatedAt: new Date('2026-01-01') }).analyse(subject([], components), quietly);

describeScanEngine('the OSV engine', () => ({
  engine: createOsvEngine(bundledAdvisories()),
  subject: subject([], [component('lodash', '4.17.15'), component('minimist', '1.2.5'), component('left-pad', '1.3.0')]),
  expected: [
    {
      kind: 'VULNERABILITY',
      severity: 'HIGH',
      path: 'package-lock.json',
      advisory: { id: 'GHSA-35jh-r3h4-6jhm', aliases: ['CVE-2021-23337'], url: 'https://github.com/advisories/GHSA-35jh-r3h4-6jhm', cvssScore: 7.2 },
      package: { name: 'lodash', version: '4.17.15', fixedVersion: '4.17.21' },
      suggestion: 'Update lodash from 4.17.15 to 4.17.21 or later.',
    },
    { severity: 'CRITICAL', package: { name: 'minimist', version: '1.2.5', fixedVersion: '1.2.6' } },
  ],
  clean: subject([], [component('lodash', '4.17.21'), component('minimist', '1.2.8'), component('left-pad', '1.3.0'), component('lodash', '4.17.15', 'PyPI')]),
}));

describe('a version is affected', () => {
  const vulnerable = async (entry: Advisory, version: string): Promise<boolean> =>
    (await find([entry], component('p', version, entry.affected?.[0]?.package.ecosystem))).length > 0;
  it.each([
    ['0', true],
    ['0.0.0-alpha', true],
    ['1.0.0', true],
    ['1.2.2', true],
    ['1.2.3-rc.1', true],
    ['1.2.3', false],
    ['1.2.3+build', false],
    ['2.0.0', false],
  ])('from 0 to before 1.2.3: %s %s', async (version, isExpected) => {
    expect(await vulnerable(affecting('p', 'npm', { introduced: '0' }, { fixed: '1.2.3' }), version)).toBe(isExpected);
  });
  it.each([
    ['0.9.0', false],
    ['1.0.0', true],
    ['1.4.9', true],
    ['1.5.0', false],
    ['1.9.9', false],
    ['2.0.0', true],
    ['2.0.1', true],
    ['2.0.2', false],
  ])('in one of two ranges, in whatever order the events stand: %s %s', async (version, isExpected) => {
    expect(await vulnerable(affecting('p', 'npm', { introduced: '2.0.0' }, { fixed: '2.0.2' }, { introduced: '1.0.0' }, { fixed: '1.5.0' }), version)).toBe(
      isExpected,
    );
  });
  it.each([
    ['2.88.2', true],
    ['2.88.3', false],
    ['1.0.0', true],
  ])('up to and with 2.88.2: %s %s', async (version, isExpected) => {
    expect(await vulnerable(affecting('p', 'npm', { introduced: '0' }, { last_affected: '2.88.2' }), version)).toBe(isExpected);
  });
  it('when it is listed, whatever the ranges say', async () => {
    const entry = advisory({
      affected: [{ package: { ecosystem: 'npm', name: 'p' }, versions: ['5.0.0'], ranges: [range({ introduced: '0' }, { fixed: '1.0.0' })] }],
    });
    expect(await vulnerable(entry, '5.0.0')).toBe(true);
    expect(await vulnerable(entry, '4.0.0')).toBe(false);
  });
  it('not by ranges of commits', async () => {
    expect(
      await vulnerable(
        advisory({ affected: [{ package: { ecosystem: 'npm', name: 'p' }, ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }] }] }),
        '1.0.0',
      ),
    ).toBe(false);
  });
  it('not by an advisory that was taken back', async () => {
    expect(await vulnerable({ ...affecting('p', 'npm', { introduced: '0' }), withdrawn: '2024-01-01T00:00:00Z' }, '1.0.0')).toBe(false);
  });
  it('for ever where no version mends it', async () => {
    const [finding] = await find([affecting('p', 'npm', { introduced: '0' })], component('p', '9.9.9'));
    expect(finding?.package?.fixedVersion).toBeNull();
    expect(finding?.suggestion).toContain('No fixed version of p is known');
  });
  it.each([
    ['Go', 'p', '0.1.0', '0.2.0'],
    ['crates.io', 'p', '1.0.0-beta', '1.0.0'],
    ['PyPI', 'P_Q', '3.2rc1', '3.2'],
    ['npm', '@s/p', '1.0.0', '1.0.1'],
  ])('in %s', async (ecosystem, name, version, fixed) => {
    const entry = affecting(name === 'P_Q' ? 'p-q' : name, ecosystem, { introduced: '0' }, { fixed });
    expect(await find([entry], component(name, version, ecosystem))).toHaveLength(1);
    expect(await find([entry], component(name, fixed, ecosystem))).toHaveLength(0);
  });
  it('of an ecosystem or package that is meant, and no other', async () => {
    const entry = affecting('p', 'npm', { introduced: '0' });
    expect(await find([entry], component('P', '1.0.0'), component('p', '1.0.0', 'PyPI'), component('pp', '1.0.0'))).toEqual([]);
  });
  it('as far as anybody can say: an unreadable version is not cleared', async () => {
    const entry = affecting('p', 'npm', { introduced: '0' }, { fixed: '1.0.0' });
    expect(await find([entry, entry], component('p', 'github:a/b#main'))).toMatchObject([{ severity: 'UNKNOWN', package: { version: 'github:a/b#main' } }]);
    expect(await find([entry], component('q', 'github:a/b#main'))).toEqual([]);
  });
  it('exactly as the ranges of npm say', () => {
    const version = fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 4 }), fc.nat({ max: 4 })).map((parts) => parts.join('.'));
    return fc.assert(
      fc.asyncProperty(fc.array(version, { minLength: 2, maxLength: 6 }), version, async (bounds, tested) => {
        const sorted = [...new Set(bounds)].sort(semver.compare);
        const pairs = Array.from({ length: Math.floor(sorted.length / 2) }, (_, index) => [sorted[2 * index] ?? '', sorted[2 * index + 1] ?? ''] as const);
        const events = pairs.flatMap(([introduced, fixed]) => [{ introduced }, { fixed }]).toReversed();
        const isExpected = pairs.some(([introduced, fixed]) => semver.satisfies(tested, `>=${introduced} <${fixed}`));
        const found = await find([affecting('p', 'npm', ...events)], component('p', tested));
        expect(found.length > 0).toBe(isExpected);
        if (isExpected) expect(found[0]?.package?.fixedVersion).toBe(pairs.map(([, fixed]) => fixed).find((fixed) => semver.gt(fixed, tested)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is planted is found', () => {
  it('every bundled advisory, at a version inside each of its ranges and at none of its fixes', async () => {
    const { advisories } = bundledAdvisories();
    const engine = createOsvEngine(bundledAdvisories());
    for (const { id, affected = [] } of advisories) {
      for (const {
        package: { name },
        ranges = [],
      } of affected) {
        for (const { events } of ranges) {
          const [introduced, end] = [events[0]?.introduced ?? '', events[1]?.fixed ?? events[1]?.last_affected ?? ''];
          const ids = async (version: string): Promise<(string | undefined)[]> =>
            (await engine.analyse(subject([], [component(name, version)]), quietly)).map((finding) => finding.advisory?.id);
          expect(await ids(introduced === '0' ? '0.0.1' : introduced), `${id} ${name}@${introduced}`).toContain(id);
          if (events[1]?.fixed !== undefined) expect(await ids(end), `${id} ${name}@${end}`).not.toContain(id);
          else expect(await ids(end)).toContain(id);
        }
      }
    }
  });
  it('500 components are matched in a few milliseconds', async () => {
    const engine = createOsvEngine(bundledAdvisories());
    const names = bundledAdvisories().advisories.flatMap(({ affected = [] }) => affected.map((entry) => entry.package.name));
    const components = Array.from({ length: 500 }, (_, index) =>
      component(index % 2 === 0 ? (names[index % names.length] ?? '') : `package-${index}`, `1.${index}.0`),
    );
    await engine.analyse(subject([], components), quietly);
    const before = performance.now();
    for (let run = 0; run < 20; run++) await engine.analyse(subject([], components), quietly);
    // 4 ms on an idle machine.
    expect((performance.now() - before) / 20).toBeLessThan(50);
  });
});

describe('the bundled advisories', () => {
  const { advisories, updatedAt } = bundledAdvisories();
  it('are dated, at least sixty, each one whole and from a named source', () => {
    expect(advisories.length).toBeGreaterThanOrEqual(60);
    expect(updatedAt.getTime()).toBeGreaterThan(Date.parse('2026-01-01'));
    expect(new Set(advisories.map(({ id }) => id)).size).toBe(advisories.length);
    for (const { id, aliases, summary, published, severity, affected, references, database_specific } of advisories) {
      expect(id).toMatch(/^GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}$/);
      expect(aliases).toEqual([expect.stringMatching(/^CVE-\d{4}-\d{4,}$/)]);
      expect(summary).toMatch(/^\S.{10,}$/);
      expect(published).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(references).toEqual([{ type: 'ADVISORY', url: `https://github.com/advisories/${id}` }]);
      expect(['LOW', 'MODERATE', 'HIGH', 'CRITICAL']).toContain(database_specific?.severity);
      for (const { score } of severity ?? []) expect(cvssBaseScore(score), id).not.toBeNull();
      for (const {
        package: { ecosystem },
        ranges = [],
      } of affected ?? []) {
        expect(ecosystem).toBe('npm');
        for (const { events } of ranges) {
          expect(events).toHaveLength(2);
          for (const version of events.flatMap((event) => Object.values(event)))
            expect(version === '0' || semver.valid(version) === version, `${id} ${version}`).toBe(true);
        }
      }
    }
  });
});

describe('CVSS 3 base scores', () => {
  // FIRST's own examples ("CVSS v3.1 Examples") and scores that NVD publishes.
  it.each([
    ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N', 6.4],
    ['CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', 3.1],
    ['CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', 7.8],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', 7.5],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L', 5.3],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
    ['CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H', 7.2],
    ['CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:H', 7.4],
    ['CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N', 1.6],
    ['CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H', 9.3],
    ['CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:C/C:H/I:H/A:H', 7.8],
    ['CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 6.8],
    ['CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 7.8],
    ['CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 8.8],
    ['CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N', 7.4],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
    ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H', 9.9],
    ['CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:H/I:L/A:H', 7.1],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O/RC:C', 9.8],
  ])('%s is %d', (vector, score) => {
    expect(cvssBaseScore(vector)).toBe(score);
  });
  it.each([
    '',
    'CVSS:2.0/AV:N',
    'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H',
    'CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:3.1/AV:N/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'AV:N/AC:L',
  ])('%j is no vector', (text) => {
    expect(cvssBaseScore(text)).toBeNull();
  });
  it('agree with what GitHub says of the bundled advisories', () => {
    // Its word sometimes follows its own judgement instead of the vector; the advisories where it does are named.
    const differing = bundledAdvisories().advisories.filter(({ severity = [], database_specific }) => {
      const score = severity[0] ? cvssBaseScore(severity[0].score) : null;
      const word = score === null ? null : score >= 9 ? 'CRITICAL' : score >= 7 ? 'HIGH' : score >= 4 ? 'MODERATE' : 'LOW';
      return word !== null && word !== database_specific?.severity;
    });
    expect(differing.map(({ id }) => id)).toMatchInlineSnapshot(`
      [
        "GHSA-p493-635q-r6gr",
      ]
    `);
  });
});

/** Null where one is no version. */
const compare = (a: string, b: string): number | null => {
  const [left, right] = [parsePythonVersion(a), parsePythonVersion(b)];
  return left && right ? comparePythonVersions(left, right) : null;
};

describe('versions of Python packages', () => {
  // PEP 440, "Summary of permitted suffixes and relative ordering", and its examples.
  const ordered = [
    '0.9',
    '1.0.dev456',
    '1.0a1',
    '1.0a2.dev456',
    '1.0a12.dev456',
    '1.0a12',
    '1.0b1.dev456',
    '1.0b2',
    '1.0b2.post345.dev456',
    '1.0b2.post345',
    '1.0rc1.dev456',
    '1.0rc1',
    '1.0',
    '1.0+abc.5',
    '1.0+abc.7',
    '1.0+5',
    '1.0.post456.dev34',
    '1.0.post456',
    '1.0.15',
    '1.1.dev1',
    '1.1',
    '10.0',
    '1!0.1',
  ];
  it('are in the order of PEP 440', () => {
    for (const [left, a] of ordered.entries())
      for (const [right, b] of ordered.entries()) expect(Math.sign(compare(a, b) ?? Number.NaN), `${a} ${b}`).toBe(Math.sign(left - right));
  });
  it.each([
    ['1.0', '1.0.0'],
    ['1.0', 'v1.0'],
    ['1.0a1', '1.0-alpha.1'],
    ['1.0rc1', '1.0c1'],
    ['1.0.post1', '1.0-1'],
    ['1.0.post0', '1.0.post'],
    ['1.0+ubuntu.1', '1.0+ubuntu-1'],
  ])('%s is %s', (a, b) => {
    expect(compare(a, b)).toBe(0);
  });
  it.each(['', 'abc', '1.0-', 'git+https://x', '1..0'])('%j is none', (text) => {
    expect(compare(text, '1.0')).toBeNull();
  });
});
