import type { ScanFinding } from '@gati/scanner';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findingsMax, mergeFindings, type IdentifiedFinding } from './findings.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const vulnerability = (id: string, aliases: readonly string[] = [], change: Partial<ScanFinding> = {}): ScanFinding => ({
  kind: 'VULNERABILITY',
  severity: 'HIGH',
  title: `title of ${id}`,
  path: 'package-lock.json',
  advisory: { id, aliases, url: null, cvssScore: null },
  package: { name: 'lodash', version: '4.17.15', fixedVersion: null },
  suggestion: null,
  ...change,
});
const secret = (path: string): ScanFinding => ({ kind: 'SECRET', severity: 'HIGH', title: 'AWS key', path, advisory: null, package: null, suggestion: null });
/** What is stored after these engines have ended, one after the other. */
const run = (...engines: readonly (readonly ScanFinding[])[]): readonly IdentifiedFinding[] => {
  const stored = new Map<string, IdentifiedFinding>();
  for (const found of engines) {
    const { added, changed } = mergeFindings(digest, [...stored.values()], found);
    for (const finding of [...added, ...changed]) stored.set(finding.id, finding);
  }
  return [...stored.values()];
};

test('one vulnerability under two names is one finding, with the best of both', () => {
  const ghsa = vulnerability('GHSA-1', ['CVE-1'], { severity: 'MEDIUM', advisory: { id: 'GHSA-1', aliases: ['CVE-1'], url: 'https://a', cvssScore: 6 } });
  const cve = vulnerability('CVE-1', ['SNYK-1'], {
    severity: 'CRITICAL',
    package: { name: 'lodash', version: '4.17.15', fixedVersion: '4.17.21' },
    advisory: { id: 'CVE-1', aliases: ['SNYK-1'], url: null, cvssScore: 9 },
    suggestion: 'Update.',
  });
  const [joined, ...rest] = run([ghsa], [cve]);
  expect(rest).toEqual([]);
  expect(joined).toMatchObject({
    title: 'title of GHSA-1',
    severity: 'CRITICAL',
    suggestion: 'Update.',
    package: { fixedVersion: '4.17.21' },
    advisory: { id: 'GHSA-1', aliases: ['CVE-1', 'SNYK-1'], url: 'https://a', cvssScore: 9 },
  });
  expect(run([cve], [ghsa])).toEqual([joined]);
  expect(run([cve, ghsa])).toEqual([joined]);
});

test.each([
  ['another package', vulnerability('GHSA-1', [], { package: { name: 'minimist', version: '4.17.15', fixedVersion: null } })],
  ['another version of the package', vulnerability('GHSA-1', [], { package: { name: 'lodash', version: '3.0.0', fixedVersion: null } })],
  ['another vulnerability', vulnerability('GHSA-2')],
  ['a secret', secret('package-lock.json')],
])('%s is another finding', (_, other) => {
  expect(run([vulnerability('GHSA-1')], [other])).toHaveLength(2);
});

test('the same package in two files is found once; the same secret in two files twice', () => {
  expect(run([vulnerability('GHSA-1'), vulnerability('GHSA-1', [], { path: 'b/package-lock.json' })])).toHaveLength(1);
  expect(run([secret('a'), secret('b'), secret('a')])).toHaveLength(2);
});

test('the order of engines changes neither the number nor the ids', () => {
  const some = fc.array(fc.record({ id: fc.constantFrom('GHSA-1', 'GHSA-2', 'CVE-3'), name: fc.constantFrom('a', 'b') }), { maxLength: 6 });
  // Each vulnerability has its CVE, as databases give it.
  const make = ({ id, name }: { id: string; name: string }) =>
    vulnerability(id, [`CVE-${id.at(-1)}`], { package: { name, version: '1.0.0', fixedVersion: null } });
  fc.assert(
    fc.property(some, some, (first, second) => {
      const ids = (all: readonly IdentifiedFinding[]) => all.map(({ id }) => id).toSorted();
      expect(ids(run(second.map(make), first.map(make)))).toEqual(ids(run(first.map(make), second.map(make))));
    }),
    { numRuns: 200 },
  );
});

test('the same thing has the same id in every scan of the same contents, and another in others', () => {
  expect(run([vulnerability('GHSA-1')])).toEqual(run([vulnerability('GHSA-1')]));
  expect(mergeFindings('sha256:b', [], [vulnerability('GHSA-1')]).added[0]?.id).not.toBe(run([vulnerability('GHSA-1')])[0]?.id);
});

test('there is an end to findings and to what they say', () => {
  expect(run(Array.from({ length: findingsMax + 10 }, (_, index) => secret(`f${index}`)))).toHaveLength(findingsMax);
  const [long] = run([{ ...secret('x'.repeat(99_999)), title: 'y\0'.repeat(99_999) }]);
  expect(long?.path?.length).toBe(1000);
  expect(long?.title).not.toContain('\0');
});
