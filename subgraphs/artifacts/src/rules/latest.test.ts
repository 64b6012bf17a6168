import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, test } from 'vitest';
import { chooseLatest, type LatestCandidate } from './latest.ts';

const version = (number: string, more: Partial<LatestCandidate> = {}): LatestCandidate => ({
  id: number,
  manifestId: `manifest of ${number}`,
  version: number,
  status: 'published',
  unpublishedAt: null,
  ...more,
});

describe('latest', () => {
  const versions = [version('1.9.0'), version('1.10.0'), version('2.0.0-rc.1'), version('0.1.0')];

  test('is the highest published version that is no prerelease', () => expect(chooseLatest(null, versions)?.id).toBe('1.10.0'));

  test('is what the publisher’s label is on, also a prerelease or an older one', () => {
    expect(chooseLatest('manifest of 2.0.0-rc.1', versions)?.id).toBe('2.0.0-rc.1');
    expect(chooseLatest('manifest of 0.1.0', versions)?.id).toBe('0.1.0');
  });

  test.each([
    ['yanked', { status: 'yanked' }],
    ['quarantined', { status: 'quarantined' }],
    ['unpublished', { unpublishedAt: new Date(0) }],
    ['staged', { status: 'staged' }],
  ] as const)('never is what is %s, though the label is on it', (_, more) =>
    expect(chooseLatest('manifest of 3.0.0', [...versions, version('3.0.0', more)])?.id).toBe('1.10.0'),
  );

  test('is the highest one when the label is on something without a version', () => expect(chooseLatest('of no version', versions)?.id).toBe('1.10.0'));

  test('is nothing when there are only prereleases, or nothing at all', () => {
    expect(chooseLatest(null, [version('1.0.0-rc.1')])).toBeNull();
    expect(chooseLatest(null, [])).toBeNull();
  });

  test('does not depend on the order in which versions come', () => {
    const numbers = fc.uniqueArray(
      fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((parts) => parts.join('.')),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(numbers, fc.func(fc.nat()), (texts, order) => {
        const shuffled = texts.toSorted((a, b) => order(a) - order(b));
        expect(
          chooseLatest(
            null,
            shuffled.map((text) => version(text)),
          )?.id,
        ).toBe(semver.rsort([...texts])[0]);
      }),
      { numRuns: 100 },
    );
  });
});
