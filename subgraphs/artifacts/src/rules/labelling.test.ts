import { expect, test } from 'vitest';
import { assertLabelTarget } from './labelling.ts';

const put = (status: 'staged' | 'published' | 'yanked' | 'quarantined' | 'rejected') => () =>
  assertLabelTarget({ reference: '@acme/auth@1.0.0', status, statusReason: 'key revoked' }, 'input.version');

test('a label is put on a published version', () => expect(put('published')).not.toThrow());

test.each([
  ['staged', 'UNSIGNED'],
  ['quarantined', 'VERSION_QUARANTINED'],
  ['yanked', 'VALIDATION_FAILED'],
  ['rejected', 'VALIDATION_FAILED'],
] as const)('not on a %s one: %s', (status, code) => expect(put(status)).toThrow(expect.objectContaining({ code })));
