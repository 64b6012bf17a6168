import { describe, expect, test } from 'vitest';
import { planUnyank, planYank } from './yanking.ts';

const reference = '@acme/auth@1.1.0';

describe('yanking', () => {
  test.each([
    ['published', null, { status: 'yanked', statusReason: 'leaks sockets' }],
    ['yanked', 'typo', { status: 'yanked', statusReason: 'leaks sockets' }],
    ['yanked', 'leaks sockets', null],
  ] as const)('from %s (%s) gives %o', (status, statusReason, expected) => {
    expect(planYank({ reference, status, statusReason }, 'leaks sockets')).toEqual(expected);
  });

  test.each(['staged', 'quarantined', 'rejected'] as const)('cannot lift or hide %s', (status) => {
    const refused = expect.objectContaining({ code: 'VERSION_NOT_YANKABLE' });
    expect(() => planYank({ reference, status, statusReason: 'malware' }, 'leaks sockets')).toThrow(refused);
    expect(() => planUnyank({ reference, status, statusReason: 'malware' })).toThrow(refused);
  });

  test('is taken back once', () => {
    expect(planUnyank({ reference, status: 'yanked', statusReason: 'typo' })).toEqual({ status: 'published', statusReason: null });
    expect(planUnyank({ reference, status: 'published', statusReason: null })).toBeNull();
  });
});
