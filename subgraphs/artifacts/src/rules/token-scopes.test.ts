import { describe, expect, test } from 'vitest';
import { parseScopes, scopesMax } from './token-scopes.ts';

const parse = (...parameters: readonly string[]) => parseScopes(parameters)?.map(({ repository, name, actions }) => [repository, name, [...actions]]);

describe('scopes of a token request', () => {
  test.each([
    ['one', ['repository:acme/auth:pull'], [['acme/auth', '@acme/auth', ['pull']]]],
    ['several actions', ['repository:acme/auth:push,pull'], [['acme/auth', '@acme/auth', ['pull', 'push']]]],
    [
      'several in one parameter',
      ['repository:acme/auth:pull repository:blue/db:push'],
      [
        ['acme/auth', '@acme/auth', ['pull']],
        ['blue/db', '@blue/db', ['push']],
      ],
    ],
    ['one repository twice', ['repository:acme/auth:pull', 'repository:acme/auth:push'], [['acme/auth', '@acme/auth', ['pull', 'push']]]],
    ['everything', ['repository:acme/auth:*'], [['acme/auth', '@acme/auth', ['pull', 'push', 'delete']]]],
    ['with a class', ['repository(plugin):acme/auth:pull'], [['acme/auth', '@acme/auth', ['pull']]]],
    ['of unknown actions', ['repository:acme/auth:admin'], [['acme/auth', '@acme/auth', []]]],
  ])('%s', (_, parameters, expected) => expect(parse(...parameters)).toEqual(expected));

  test.each([
    'registry:catalog:*',
    'repository:alpine:pull',
    'repository:a/b/c:pull',
    'repository:Acme/auth:pull',
    'repository:acme/auth',
    'nonsense',
    '',
    'repository::pull',
    'repository:../x:pull',
  ])('leaves out «%s»', (text) => expect(parse(text)).toEqual([]));

  test('refuses more than it counts', () => {
    const many = Array.from({ length: scopesMax + 1 }, (_, index) => `repository:acme/a${index}:pull`);
    expect(parseScopes(many)).toBeNull();
    expect(parseScopes([many.join(' ')])).toBeNull();
  });
});
