import { describe, expect, test } from 'vitest';
import { emailKeyOf, parseDisplayText, parseEmail, parseNewAccount, parseNewPassword } from './account-input.ts';

const refused = (path: string) => expect.objectContaining({ code: 'VALIDATION_FAILED', params: { fields: [expect.objectContaining({ path })] } });

describe('an e-mail address', () => {
  test.each(['ada@example.com', 'a.b+c@sub.example.co.uk', "o'hara@example.com", 'x@localhost', `${'a'.repeat(64)}@example.com`])('may be «%s»', (text) => {
    expect(parseEmail(text)).toBe(text);
  });

  test.each([
    '',
    'ada',
    '@example.com',
    'ada@',
    'a b@example.com',
    'ada@exa mple.com',
    'ada@-example.com',
    'ada@example..com',
    'ada@example.com\n',
    'ada@example.com\r\nBcc: x@y',
    'ä@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b.'.repeat(130)}com`,
    'a@b@c',
  ])('may not be %j', (text) => {
    expect(() => parseEmail(text, 'input.email')).toThrow(refused('input.email'));
  });

  test('is one however its letters are written', () => {
    expect(emailKeyOf('Ada@Example.COM')).toBe(emailKeyOf('ada@example.com'));
  });
});

describe('a password', () => {
  test.each([
    [9, false],
    [10, true],
    [200, true],
    [201, false],
    [100_000, false],
  ])('of %d characters: %s', (length, isTaken) => {
    const parse = () => parseNewPassword('x'.repeat(length));
    if (isTaken) expect(parse()).toHaveLength(length);
    else expect(parse).toThrow(refused('password'));
  });

  test('is counted in characters, not in bytes or halves of them', () => {
    expect(() => parseNewPassword('🔑'.repeat(9))).toThrow(refused('password'));
    expect(parseNewPassword('🔑'.repeat(10))).toBe('🔑'.repeat(10));
    expect(parseNewPassword('🔑'.repeat(200))).toBe('🔑'.repeat(200));
  });

  test('is never repeated in a refusal', () => {
    for (const text of ['hunter2', 'gati_hunter2-and-more', 'hunter2'.repeat(50)]) {
      expect(() => parseNewPassword(text)).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') as unknown }));
    }
  });

  test('is not taken for an API key', () => {
    expect(() => parseNewPassword('gati_something-long')).toThrow(refused('password'));
  });
});

test('a new account tells the faults of all its fields at once', () => {
  expect(() => parseNewAccount({ handle: 'A B', email: 'x', password: 'y' })).toThrow(
    expect.objectContaining({
      params: { fields: ['input.handle', 'input.email', 'input.password'].map((path) => expect.objectContaining({ path }) as unknown) },
    }),
  );
  expect(parseNewAccount({ handle: '@ada', email: 'ada@example.com', password: 'long enough' })).toEqual({
    handle: 'ada',
    email: 'ada@example.com',
    password: 'long enough',
  });
});

describe('what people call things', () => {
  test.each([
    ['  My laptop ', 'My laptop'],
    ['Ada’s 🔑', 'Ada’s 🔑'],
    ['x'.repeat(100), 'x'.repeat(100)],
  ])('«%s» is taken', (text, expected) => {
    expect(parseDisplayText(text, 'input.name')).toBe(expected);
  });

  test.each(['', '   ', 'x'.repeat(101), 'a\u0000b', 'a\nb', '\u202Eexe.', 'a\u001b[31m'])('%j is refused', (text) => {
    expect(() => parseDisplayText(text, 'input.name')).toThrow(refused('input.name'));
  });
});
