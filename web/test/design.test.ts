import { catalogue } from '@gati/errors';
import { describe, expect, it } from 'vitest';
import { compactNumber, counted, date, duration, exactNumber, shortDigest, size, timeOfDay } from '#web/design/format.ts';
import { artifactPath, handleOf } from '#web/design/paths.ts';
import { errorCodes, isErrorCode } from '#web/features/explain-error/codes.ts';
import { apiKeyInput, isAlive } from '#web/features/keep-keys/rules.ts';

describe('figures', () => {
  it('are written the same everywhere', () => {
    expect([0, 999, 1204, 41_213, 1_904_211].map(compactNumber)).toEqual(['0', '999', '1.2k', '41.2k', '1.9M']);
    expect(exactNumber(1_904_211)).toBe('1,904,211');
    expect(['0', '1', '999', '1000', '9949', '38000', '999499', '999500', '84200000', '5368709120'].map(size)).toEqual([
      '0 bytes',
      '1 bytes',
      '999 bytes',
      '1.0 kB',
      '9.9 kB',
      '38 kB',
      '999 kB',
      '1.0 MB',
      '84 MB',
      '5.4 GB',
    ]);
    expect([400, 9949, 12_000, 200_000].map(duration)).toEqual(['0.4 s', '9.9 s', '12 s', '3 min']);
    expect(date('2026-03-12T23:59:59.000Z')).toBe('12 Mar 2026');
    expect(timeOfDay('2026-03-12T14:03:22.000Z')).toBe('14:03:22 UTC');
    expect([counted(1, 'finding'), counted(3, 'finding'), counted(0, 'dependency', 'dependencies')]).toEqual(['1 finding', '3 findings', '0 dependencies']);
    expect(shortDigest(`sha256:${'a1b2'.repeat(16)}`)).toBe('sha256:a1b2a1b2a1b2…');
  });

  it('name paths in one place', () => {
    expect(artifactPath('@acme/auth')).toBe('/@acme/auth');
    expect(artifactPath('@acme/auth', 'security', '^1.0.0')).toBe('/@acme/auth/security?version=%5E1.0.0');
    expect(handleOf('@acme/auth')).toBe('acme');
  });
});

describe('the pages of errors', () => {
  it('know every code of the catalogue and nothing else', () => {
    expect(errorCodes).toEqual(Object.keys(catalogue));
    expect(errorCodes.every(isErrorCode)).toBe(true);
    expect(isErrorCode('toString')).toBe(false);
  });
});

describe('the form of a new API key', () => {
  const form = (pairs: readonly (readonly [string, string])[]): FormData => {
    const data = new FormData();
    for (const [name, value] of pairs) data.append(name, value);
    return data;
  };

  it('becomes what the API takes', () => {
    expect(
      apiKeyInput(
        form([
          ['name', ' ci '],
          ['scopes', 'PUBLISH'],
          ['scopes', 'READ'],
          ['scopes', 'EVERYTHING'],
          ['namespaces', 'acme'],
          ['days', '30'],
        ]),
        0,
      ),
    ).toEqual({ name: 'ci', scopes: ['READ', 'PUBLISH'], namespaces: ['acme'], expiresAt: '1970-01-31T00:00:00.000Z' });
    expect(
      apiKeyInput(
        form([
          ['name', 'x'],
          ['days', 'null'],
        ]),
        0,
      ),
    ).toEqual({ name: 'x', scopes: [] });
    expect(apiKeyInput(form([['days', '99999']]), 0)).toEqual({ name: '', scopes: [] });
  });

  it('offers to revoke only what still opens something', () => {
    expect(isAlive({ expiresAt: null, revokedAt: null }, 0)).toBe(true);
    expect(isAlive({ expiresAt: '1970-01-01T00:00:01.000Z', revokedAt: null }, 2000)).toBe(false);
    expect(isAlive({ expiresAt: null, revokedAt: '1970-01-01T00:00:00.000Z' }, 0)).toBe(false);
  });
});
