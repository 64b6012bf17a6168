import type { ScanFinding, Severity } from '@gati/scanner';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scoreOf, type Scored } from './score.ts';

const vulnerability = (cvssScore: number | null, severity: Severity = 'HIGH', id = 'GHSA-1'): Scored => ({
  kind: 'VULNERABILITY',
  severity,
  title: 'x',
  advisory: { id, aliases: [], url: null, cvssScore },
  package: { name: 'lodash', version: '1.0.0', fixedVersion: null },
});
const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'] as const;
const kinds = ['VULNERABILITY', 'SECRET', 'INSTALL_SCRIPT'] as const satisfies readonly ScanFinding['kind'][];
const findings = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    severity: fc.constantFrom(...severities),
    title: fc.string({ maxLength: 5 }),
    advisory: fc.option(
      fc.record({
        id: fc.string({ maxLength: 5 }),
        aliases: fc.constant([]),
        url: fc.constant(null),
        cvssScore: fc.option(fc.integer({ min: 0, max: 100 }).map((tenths) => tenths / 10)),
      }),
    ),
    package: fc.constant(null),
  }),
  { maxLength: 40 },
);
const sum = (all: readonly Scored[]) => scoreOf(all).reasons.reduce((total, { delta }) => total + delta, 0);

describe('a score', () => {
  test.each([
    ['nothing', [], 100],
    ['a CVSS 10.0', [vulnerability(10)], 60],
    ['a CVSS 9.8', [vulnerability(9.8)], 62],
    ['a CVSS 7.2', [vulnerability(7.2)], 79],
    ['a CVSS 5.3', [vulnerability(5.3)], 89],
    ['a CVSS 0', [vulnerability(0)], 100],
    ['an unrated HIGH, taken for 8.0', [vulnerability(null)], 74],
    ['what nobody has rated, taken for 5.0', [vulnerability(null, 'UNKNOWN')], 90],
    ['two 9.8: the second counts three quarters', [vulnerability(9.8), vulnerability(9.8)], 33],
    ['many of the worst', Array.from({ length: 20 }, () => vulnerability(10)), 0],
    ['malware, whatever else', [{ ...vulnerability(1), kind: 'MALWARE', severity: 'CRITICAL' }], 0],
  ] as const)('of %s is right', (_, all: readonly Scored[], score) => {
    expect(scoreOf(all).score).toBe(score);
  });

  test('and its reasons add up, and it is never below 0 or above 100', () => {
    fc.assert(
      fc.property(findings, (all) => {
        const { score, reasons } = scoreOf(all);
        expect(100 + sum(all)).toBe(score);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(reasons.length).toBeLessThanOrEqual(11);
        expect(reasons.every(({ delta }) => Number.isInteger(delta) && delta < 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('never rises by one finding more', () => {
    fc.assert(
      fc.property(findings, findings, (some, more) => {
        expect(scoreOf([...some, ...more.slice(0, 1)]).score).toBeLessThanOrEqual(scoreOf(some).score);
      }),
      { numRuns: 300 },
    );
  });

  test('does not depend on the order of the findings', () => {
    fc.assert(
      fc.property(
        findings.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(scoreOf(shuffled)).toEqual(scoreOf(all));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('without an engine that could not look is never a full one, and says so', () => {
    expect(scoreOf([], { absent: ['trivy'], unread: [] })).toEqual({
      score: 90,
      reasons: [{ delta: -10, reason: 'trivy could not look: what it knows is missing here.' }],
    });
    fc.assert(
      fc.property(findings, fc.integer({ min: 1, max: 4 }), (all, count) => {
        const absent = Array.from({ length: count }, (_, index) => `engine-${index}`);
        const { score, reasons } = scoreOf(all, { absent, unread: [] });
        expect(score).toBeLessThanOrEqual(scoreOf(all).score);
        expect(score).toBeLessThan(100);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(100 + reasons.reduce((total, { delta }) => total + delta, 0)).toBe(score);
        for (const name of absent) expect(reasons.some(({ reason }) => reason.startsWith(`${name} could not look`))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('names what was not read, three files and the number of the others, in text that can be kept', () => {
    const unread = ['a\0', 'b', 'c', 'd', 'e'].map((path) => ({ path, reason: 'It is not well-formed.' }));
    expect(scoreOf([], { absent: [], unread })).toEqual({
      score: 100,
      reasons: [
        { delta: 0, reason: 'a\uFFFD was not read: It is not well-formed.' },
        { delta: 0, reason: 'b was not read: It is not well-formed.' },
        { delta: 0, reason: 'c was not read: It is not well-formed.' },
        { delta: 0, reason: '2 further files that should name packages were not read.' },
      ],
    });
  });

  test('says why', () => {
    expect(scoreOf([vulnerability(7.2)]).reasons).toEqual([{ delta: -21, reason: 'GHSA-1 in lodash 1.0.0, CVSS 7.2.' }]);
    const many = scoreOf(Array.from({ length: 14 }, (_, index) => vulnerability(5.5, 'MEDIUM', `GHSA-${String(index).padStart(2, '0')}`)));
    expect(many.reasons.at(-1)?.reason).toMatch(/further findings/);
  });
});
