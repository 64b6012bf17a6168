import { sha256Of } from '@gati/identifiers';
import { describe, expect, test } from 'vitest';
import { isSelectable, parseManifestReference, signatureTagOf, tagOf } from './tags.ts';

const digest = sha256Of(Buffer.from('x'));
const hex = digest.slice('sha256:'.length);

describe('what a tag means', () => {
  test.each([
    ['1.2.0', 'version'],
    ['1.2.0-rc.1', 'version'],
    ['v1.2.0', 'label'],
    ['1.2', 'label'],
    ['latest', 'label'],
    ['1.2.0_build', 'label'],
    [`sha256-${hex}`, 'carrier'],
    [`sha256-${hex}.sig`, 'carrier'],
    [`sha256-${hex}.att`, 'carrier'],
    [`sha256-${hex}.sbom`, 'carrier'],
    [`sha256-${hex}.sig2`, 'label'],
    [`sha256-${hex.slice(1)}.sig`, 'label'],
  ])('%s is a %s', (text, kind) => expect(tagOf(text)?.kind).toBe(kind));

  test.each(['', '.hidden', '-x', 'a b', 'a/b', 'a'.repeat(129), 'ü', 'a\n', '../x'])('«%s» is none', (text) => expect(tagOf(text)).toBeNull());

  test('a signature stands under the tag of its subject', () => {
    expect(tagOf(signatureTagOf(digest))).toEqual({ kind: 'carrier', tag: `sha256-${hex}.sig`, subject: digest, isSignature: true });
    expect(tagOf(`sha256-${hex}.sbom`)).toMatchObject({ isSignature: false });
  });

  test.each([
    ['latest', true],
    ['next', true],
    ['1.2', false],
    ['v1', false],
    ['x', false],
    ['1.x', false],
    ['1.0.0', false],
  ])('%s can be chosen by a reference: %s', (label, is) => expect(isSelectable(label)).toBe(is));
});

test('a reference with a colon is a digest or a refusal', () => {
  expect(parseManifestReference(digest)).toEqual({ kind: 'digest', digest });
  expect(() => parseManifestReference('sha256:baddigeststring')).toThrow(expect.objectContaining({ code: 'DIGEST_INVALID' }));
  expect(() => parseManifestReference('a b')).toThrow(expect.objectContaining({ code: 'MANIFEST_INVALID' }));
});
