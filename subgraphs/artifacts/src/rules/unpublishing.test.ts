import { describe, expect, test } from 'vitest';
import { assertUnpublishable, unpublishWindowMs, type UnpublishCandidate } from './unpublishing.ts';

const publishedAt = new Date('2026-01-01T00:00:00Z');
const at = (ms: number): Date => new Date(publishedAt.getTime() + ms);
const candidate: UnpublishCandidate = { reference: '@acme/auth@1.2.0', version: '1.2.0', status: 'published', publishedAt, dependentRanges: [] };

describe('a published version goes', () => {
  test('within 72 hours, to the millisecond', () => {
    expect(() => assertUnpublishable(candidate, at(unpublishWindowMs))).not.toThrow();
    expect(() => assertUnpublishable(candidate, at(unpublishWindowMs + 1))).toThrow(/72 hours/);
  });

  test('while nothing depends on it', () => {
    expect(() => assertUnpublishable({ ...candidate, dependentRanges: ['^2.0.0', '~1.1.0'] }, at(0))).not.toThrow();
    expect(() => assertUnpublishable({ ...candidate, dependentRanges: ['^2.0.0', '^1.0.0'] }, at(0))).toThrow(/depend on/);
    expect(() => assertUnpublishable({ ...candidate, version: '1.3.0-rc.1', dependentRanges: ['^1.0.0'] }, at(0))).toThrow(/depend on/);
  });

  test.each(['yanked'] as const)('also when it is %s', (status) => expect(() => assertUnpublishable({ ...candidate, status }, at(0))).not.toThrow());
  test.each(['quarantined', 'rejected'] as const)('not when it is %s', (status) =>
    expect(() => assertUnpublishable({ ...candidate, status }, at(0))).toThrow(/evidence/),
  );
  test('at any time when it is only staged', () =>
    expect(() => assertUnpublishable({ ...candidate, status: 'staged', publishedAt: null, dependentRanges: ['*'] }, at(1e12))).not.toThrow());
});
