import { createHash } from 'node:crypto';
import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, test } from 'vitest';
import {
  digestHasher,
  digestOf,
  isDigest,
  isSemanticVersion,
  isVersionOrRange,
  parseArtifactName,
  parseDigest,
  parseHandle,
  parseLabel,
  parseReference,
  parseRepository,
  parseSelector,
  parseSemanticVersion,
  repositoryOf,
  sha256Of,
  splitName,
} from './index.ts';

const refused = expect.objectContaining({ code: 'VALIDATION_FAILED' });
const fits = (parse: () => unknown): boolean => {
  try {
    parse();
    return true;
  } catch (error) {
    expect((error as { code: string }).code).toBe('VALIDATION_FAILED');
    return false;
  }
};

describe('a handle', () => {
  test.each(['a', '0', 'acme', 'a-b', 'a1-b2-c3', 'x'.repeat(39), `${'a-'.repeat(19)}a`])('may be %s', (text) => {
    expect(parseHandle(text)).toBe(text);
    expect(parseHandle(`@${text}`)).toBe(text);
  });

  test.each([
    '',
    '@',
    '-a',
    'a-',
    'a--b',
    'A',
    'Acme',
    'a_b',
    'a.b',
    'a b',
    'ä',
    '\u0430cme',
    'acme\u200b',
    '\uff41cme',
    '\u2170',
    '\u017f',
    'a\n',
    'a\u0000',
    '@@a',
    'x'.repeat(40),
    `${'a-'.repeat(20)}a`,
  ])('may not be %j, in whatever letters look like it', (text) => {
    expect(() => parseHandle(text, 'input.handle')).toThrow(
      expect.objectContaining({ params: { fields: [expect.objectContaining({ path: 'input.handle' })] } }),
    );
  });

  test('is what the contract says, letter for letter', () => {
    const contract = /^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){0,38}$/;
    fc.assert(
      fc.property(fc.oneof(fc.stringMatching(/^[a-z0-9-]{0,45}$/), fc.string({ unit: 'grapheme', maxLength: 45 })), (text) => {
        if (text.startsWith('@')) return;
        expect(fits(() => parseHandle(text))).toBe(contract.test(text));
      }),
      { numRuns: 500 },
    );
  });

  test('that is long is named by its beginning', () => {
    expect(() => parseHandle('x'.repeat(100_000))).toThrow(expect.objectContaining({ message: expect.stringMatching(/^.{0,150}$/) as unknown }));
  });
});

describe('an artifact name', () => {
  test.each(['@acme/auth', '@a/b', '@acme/a.b', '@acme/a_b', '@acme/a__b', '@acme/a-b', '@acme/a---b', '@acme/0', `@acme/${'x'.repeat(100)}`])(
    'may be %s, and its repository leads back to it',
    (text) => {
      const name = parseArtifactName(text);
      expect(name).toBe(text);
      const { handle, component } = splitName(name);
      expect(`@${handle}/${component}`).toBe(text);
      expect(parseRepository(repositoryOf(name))).toBe(text);
    },
  );

  test.each([
    '',
    'acme/auth',
    '@acme',
    '@acme/',
    '@/auth',
    '@acme/auth/x',
    '@acme/Auth',
    '@Acme/auth',
    '@acme/.auth',
    '@acme/auth.',
    '@acme/a..b',
    '@acme/a___b',
    '@acme/-a',
    '@acme/a-',
    '@acme/../etc',
    '@acme/a b',
    '@acme/ä',
    '@acme/a%2fb',
    '@acme/a\u0000',
    '@acme/a\n',
    '@a--b/c',
    `@acme/${'x'.repeat(101)}`,
    `@${'x'.repeat(40)}/a`,
    '@@acme/auth',
    '@acme/auth@1.0.0',
  ])('may not be %j', (text) => {
    expect(() => parseArtifactName(text)).toThrow(refused);
    if (text.startsWith('@')) expect(parseRepository(text.slice(1))).toBeNull();
  });

  test.each(['auth', 'a/b/c', 'library/ubuntu/x', '/auth', 'acme/', '', 'ACME/auth', 'acme//auth', 'acme/auth/'])(
    'is not made of the repository %j',
    (repository) => {
      expect(parseRepository(repository)).toBeNull();
    },
  );
});

describe('a version', () => {
  test.each(['0.0.0', '1.2.0', '10.20.30', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-0.3.7', '1.0.0-x-y-z.--', '1.0.0-rc.1'])('may be %s', (text) => {
    expect(parseSemanticVersion(text)).toBe(text);
    expect(isVersionOrRange(text)).toBe(true);
  });

  test.each([
    '',
    '1',
    '1.2',
    'v1.2.3',
    '=1.2.3',
    ' 1.2.3',
    '1.2.3 ',
    '1.2.3.4',
    '01.2.3',
    '1.02.3',
    '1.2.03',
    '1.2.3-01',
    '1.2.3-',
    '1.2.3-a..b',
    '1.2.3+build',
    '1.2.3-rc.1+b',
    '1.2.3-ä',
    '1.2.3\n',
    '-1.2.3',
    '99999999999999999999.0.0',
    `1.2.3-${'a'.repeat(130)}`,
    '^1.2.3',
    'latest',
  ])('may not be %j', (text) => {
    expect(isSemanticVersion(text)).toBe(false);
    expect(() => parseSemanticVersion(text)).toThrow(refused);
  });

  test('has one spelling, the one that semver gives back', () => {
    const part = fc.nat(2000);
    const prerelease = fc.array(fc.oneof(fc.nat(99).map(String), fc.stringMatching(/^[a-z-][a-z0-9-]{0,5}$/)), { maxLength: 3 });
    fc.assert(
      fc.property(part, part, part, prerelease, (major, minor, patch, identifiers) => {
        const text = `${major}.${minor}.${patch}${identifiers.length ? `-${identifiers.join('.')}` : ''}`;
        expect(parseSemanticVersion(text)).toBe(text);
        expect(semver.valid(text)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a label', () => {
  test.each(['latest', 'next', 'stable', 'beta-2', 'lts_2026', 'release.candidate', '_private', 'x'.repeat(128).replace(/^x/, 'y')])('may be %s', (text) => {
    expect(parseLabel(text)).toBe(text);
  });

  test.each(['', '1.2.0', 'v1', '1', '1.2', 'x', 'X', '1.x', '1.2.x', 'v1.2.3-rc.1', '-a', '.a', 'a b', 'a/b', 'a:b', 'a@b', 'ä', 'a\n', 'x'.repeat(129)])(
    'may not be %j, which is none or reads as a version or range',
    (text) => {
      expect(() => parseLabel(text)).toThrow(refused);
    },
  );

  test('is never also a version or a range, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.oneof(fc.stringMatching(/^[0-9xXv.*-]{1,12}$/), fc.stringMatching(/^[a-zA-Z0-9_.-]{1,20}$/)), (text) => {
        if (fits(() => parseLabel(text))) expect(semver.validRange(text)).toBeNull();
      }),
      { numRuns: 500 },
    );
  });
});

describe('a digest', () => {
  const sha256 = `sha256:${'a'.repeat(64)}`;
  test.each([sha256, `sha512:${'0'.repeat(128)}`])('may be %s', (text) => {
    expect(parseDigest(text)).toBe(text);
  });

  test.each([
    '',
    'sha256:',
    'a'.repeat(64),
    `sha256:${'A'.repeat(64)}`,
    `sha256:${'a'.repeat(63)}`,
    `sha256:${'a'.repeat(65)}`,
    `sha512:${'a'.repeat(64)}`,
    `md5:${'a'.repeat(32)}`,
    `SHA256:${'a'.repeat(64)}`,
    `${sha256}\n`,
    ` ${sha256}`,
    `sha256:${'g'.repeat(64)}`,
    `sha256:../${'a'.repeat(61)}`,
  ])('may not be %j', (text) => {
    expect(isDigest(text)).toBe(false);
    expect(() => parseDigest(text)).toThrow(expect.objectContaining({ code: 'DIGEST_INVALID' }));
  });

  test('of bytes is the same in one piece and in many, and is that of the algorithm', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), fc.constantFrom('sha256' as const, 'sha512' as const), (pieces, algorithm) => {
        const whole = Buffer.concat(pieces);
        const hasher = digestHasher(algorithm);
        for (const piece of pieces) hasher.update(piece);
        const digest = hasher.digest();
        expect(digest).toBe(`${algorithm}:${createHash(algorithm).update(whole).digest('hex')}`);
        expect(digestOf(whole, algorithm)).toBe(digest);
        expect(digestOf(whole, digest)).toBe(digest);
        expect(isDigest(digest)).toBe(true);
        if (algorithm === 'sha256') expect(sha256Of(whole)).toBe(digest);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a reference', () => {
  const digest = `sha256:${'b'.repeat(64)}`;
  test.each([
    ['@acme/auth', { kind: 'label', label: 'latest' }],
    ['@acme/auth@1.2.0', { kind: 'version', version: '1.2.0' }],
    ['@acme/auth@1.2.0-rc.1', { kind: 'version', version: '1.2.0-rc.1' }],
    ['@acme/auth@next', { kind: 'label', label: 'next' }],
    ['@acme/auth@^1.2', { kind: 'range', range: '^1.2' }],
    ['@acme/auth@1', { kind: 'range', range: '1' }],
    ['@acme/auth@v1.2.0', { kind: 'range', range: 'v1.2.0' }],
    ['@acme/auth@>=1 <2 || 3.x', { kind: 'range', range: '>=1 <2 || 3.x' }],
    ['@acme/auth@*', { kind: 'range', range: '*' }],
    [`@acme/auth@${digest}`, { kind: 'digest', digest }],
  ])('%s chooses by %o', (text, selector) => {
    expect(parseReference(text)).toEqual({ name: '@acme/auth', selector });
  });

  test.each([
    '',
    'acme/auth',
    '@acme/auth@',
    '@acme/auth@@1',
    '@acme/auth@a b',
    '@acme/auth@sha256:12',
    '@acme@1.0.0',
    `@acme/auth@${'1 || '.repeat(100)}1`,
    '@acme/auth@\u0000',
  ])('%j is none', (text) => {
    expect(() => parseReference(text)).toThrow(refused);
  });

  test('reads every label as a label and every version as a version', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,30}$/), (text) => {
        const { kind } = parseSelector(text);
        if (isSemanticVersion(text)) expect(kind).toBe('version');
        else expect(kind).toBe(fits(() => parseLabel(text)) ? 'label' : 'range');
      }),
      { numRuns: 500 },
    );
  });
});
