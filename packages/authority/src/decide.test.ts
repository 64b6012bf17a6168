import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertAllowed, decide, hasRole, type Action, type Decision, type Subject } from './decide.ts';
import { anonymous, type GrantedRole, type KnownPrincipal, type Principal, type Role, type Scope } from './principal.ts';

const user = (change: Partial<KnownPrincipal> = {}): KnownPrincipal => ({
  kind: 'user',
  accountId: 'ada',
  handle: 'ada',
  sessionId: 's',
  apiKeyId: null,
  scopes: new Set<Scope>(['read', 'publish', 'admin']),
  limitedTo: null,
  ...change,
});
const key = (scopes: readonly Scope[], limitedTo: readonly string[] | null = null): KnownPrincipal =>
  user({ kind: 'robot', sessionId: null, apiKeyId: 'k', scopes: new Set(scopes), limitedTo: limitedTo && new Set(limitedTo) });
const subject = (change: Partial<Subject> = {}): Subject => ({
  namespaceId: 'acme',
  handle: 'acme',
  role: null,
  visibility: 'public',
  admitted: true,
  ...change,
});

const actions: readonly Action[] = [
  'artifact.read',
  'artifact.push',
  'artifact.update',
  'version.tag',
  'version.yank',
  'version.deprecate',
  'version.unpublish',
  'artifact.grant',
  'artifact.leave',
  'artifact.transfer',
  'key.register',
  'key.revoke',
  'namespace.manage',
  'namespace.own',
  'namespace.leave',
];
const roles: readonly (Role | null)[] = ['owner', 'admin', 'write', 'read', null];

type Word = 'allowed' | 'hidden' | 'unauthenticated' | 'forbidden';
const word = (principal: Principal, action: Action, of: Subject): Word => decide(principal, action, of).kind;

/** One line for each act: what a signed-in owner, admin, writer, reader and stranger are told, and an anonymous caller. `+` allowed, `-` forbidden, `.` hidden, `?` unauthenticated. */
const signs: Record<string, Word> = { '+': 'allowed', '-': 'forbidden', '.': 'hidden', '?': 'unauthenticated' };
const table: readonly [state: string, of: Partial<Subject>, byAction: Readonly<Record<Action, string>>][] = [
  [
    'public and admitted',
    {},
    {
      'artifact.read': '++++++',
      'artifact.push': '+++--?',
      'artifact.update': '++---?',
      'version.tag': '+++--?',
      'version.yank': '+++--?',
      'version.deprecate': '+++--?',
      'version.unpublish': '++---?',
      'artifact.grant': '++---?',
      'artifact.leave': '++++-?',
      'artifact.transfer': '+----?',
      'key.register': '++---?',
      'key.revoke': '++---?',
      'namespace.manage': '++---?',
      'namespace.own': '+----?',
      'namespace.leave': '++++-?',
    },
  ],
  [
    'private and admitted',
    { visibility: 'private' },
    {
      'artifact.read': '++++..',
      'artifact.push': '+++-..',
      'artifact.update': '++--..',
      'version.tag': '+++-..',
      'version.yank': '+++-..',
      'version.deprecate': '+++-..',
      'version.unpublish': '++--..',
      'artifact.grant': '++--..',
      'artifact.leave': '++++..',
      'artifact.transfer': '+---..',
      'key.register': '++--..',
      'key.revoke': '++--..',
      'namespace.manage': '++--..',
      'namespace.own': '+---..',
      'namespace.leave': '++++..',
    },
  ],
  [
    'public and staged or rejected',
    { admitted: false },
    {
      'artifact.read': '+++...',
      'artifact.push': '+++...',
      'artifact.update': '++-...',
      'version.tag': '+++...',
      'version.yank': '+++...',
      'version.deprecate': '+++...',
      'version.unpublish': '++-...',
      'artifact.grant': '++-...',
      'artifact.leave': '++++..',
      'artifact.transfer': '+--...',
      'key.register': '++-...',
      'key.revoke': '++-...',
      'namespace.manage': '++-...',
      'namespace.own': '+--...',
      'namespace.leave': '++++..',
    },
  ],
  [
    'private and staged or rejected',
    { visibility: 'private', admitted: false },
    {
      'artifact.read': '+++...',
      'artifact.push': '+++...',
      'artifact.update': '++-...',
      'version.tag': '+++...',
      'version.yank': '+++...',
      'version.deprecate': '+++...',
      'version.unpublish': '++-...',
      'artifact.grant': '++-...',
      'artifact.leave': '++++..',
      'artifact.transfer': '+--...',
      'key.register': '++-...',
      'key.revoke': '++-...',
      'namespace.manage': '++-...',
      'namespace.own': '+--...',
      'namespace.leave': '++++..',
    },
  ],
];

describe.each(table)('what is %s', (_, of, byAction) => {
  test.each(Object.entries(byAction) as [Action, string][])('%s: %s', (action, line) => {
    const told = [...roles.map((role) => word(user(), action, subject({ ...of, role }))), word(anonymous, action, subject(of))];
    expect(told).toEqual([...line].map((sign) => signs[sign]));
  });
});

describe('a role on one artifact', () => {
  const granted = (role: GrantedRole, change: Partial<Subject> = {}): Subject =>
    subject({ visibility: 'private', artifact: 'auth', artifactId: 'a1', grants: new Map([['a1', role]]), ...change });
  const asRole = (role: Role): Subject => subject({ visibility: 'private', artifact: 'auth', role });

  test.each<GrantedRole>(['admin', 'write', 'read'])('is there what the role %s in the namespace is', (role) => {
    for (const action of actions)
      for (const admitted of [true, false]) {
        expect([action, word(user(), action, { ...granted(role), admitted })]).toEqual([action, word(user(), action, { ...asRole(role), admitted })]);
      }
  });

  test.each<[string, Partial<Subject>]>([
    ['of another artifact', { artifactId: 'a2' }],
    ['where the namespace is asked about', { artifact: undefined, artifactId: undefined } as never],
    ['that does not exist yet', { artifactId: undefined } as never],
  ])('is none %s', (_, change) => {
    for (const action of actions) expect(word(user(), action, granted('admin', change))).toBe('hidden');
  });

  test('adds to the role in the namespace and never takes from it', () => {
    expect(word(user(), 'artifact.push', granted('read', { role: 'write' }))).toBe('allowed');
    expect(word(user(), 'artifact.update', granted('admin', { role: 'read' }))).toBe('allowed');
  });

  test('is bound by the scopes and limits of the credential', () => {
    expect(word(key(['read']), 'artifact.push', granted('admin'))).toBe('forbidden');
    expect(word(key(['read', 'publish'], ['elsewhere']), 'artifact.read', granted('admin'))).toBe('hidden');
    expect(word(key(['read', 'publish'], ['acme/auth']), 'artifact.push', granted('write'))).toBe('allowed');
    expect(word(anonymous, 'artifact.read', granted('admin'))).toBe('hidden');
  });
});

describe('a credential', () => {
  const owned = subject({ role: 'owner' });
  const ownedSecret = subject({ role: 'owner', visibility: 'private' });

  test.each<[Action, Scope]>([
    ['artifact.push', 'publish'],
    ['artifact.update', 'publish'],
    ['version.tag', 'publish'],
    ['version.yank', 'publish'],
    ['version.unpublish', 'publish'],
    ['version.deprecate', 'publish'],
    ['artifact.grant', 'admin'],
    ['artifact.leave', 'admin'],
    ['artifact.transfer', 'admin'],
    ['namespace.own', 'admin'],
    ['namespace.leave', 'admin'],
    ['key.register', 'admin'],
    ['key.revoke', 'admin'],
    ['namespace.manage', 'admin'],
  ])('for %s needs the scope %s, whatever the role', (action, scope) => {
    const others = (['read', 'publish', 'admin'] as const).filter((other) => other !== scope);
    expect(decide(key([scope]), action, owned)).toEqual({ kind: 'allowed' });
    expect(decide(key(others), action, owned)).toMatchObject({ kind: 'forbidden', scope });
    expect(word(key([]), action, ownedSecret)).toBe('hidden');
  });

  test('without the scope read sees what is public alone', () => {
    expect(word(key(['publish', 'admin']), 'artifact.read', owned)).toBe('allowed');
    expect(word(key(['publish', 'admin']), 'artifact.read', ownedSecret)).toBe('hidden');
  });

  test('that may publish alone can push what it cannot read', () => {
    expect(word(key(['publish']), 'artifact.push', subject({ role: 'write', visibility: 'private', admitted: false }))).toBe('allowed');
  });

  test('limited to other namespaces is a stranger in this one', () => {
    const limited = key(['read', 'publish', 'admin'], ['elsewhere']);
    expect(word(limited, 'artifact.read', ownedSecret)).toBe('hidden');
    expect(word(limited, 'artifact.push', ownedSecret)).toBe('hidden');
    expect(word(limited, 'artifact.push', owned)).toBe('forbidden');
    expect(word(key(['read', 'publish'], ['acme']), 'artifact.push', ownedSecret)).toBe('allowed');
    expect(word(key(['read', 'publish'], []), 'artifact.push', ownedSecret)).toBe('hidden');
  });
});

describe('a credential for some artifacts', () => {
  const limited = key(['read', 'publish', 'admin'], ['acme/web-*']);
  const place = (artifact?: string) => subject({ role: 'owner', visibility: 'private', ...(artifact === undefined ? {} : { artifact }) });

  test('may there what it may, and is a stranger elsewhere and in the namespace as a whole', () => {
    expect(word(limited, 'artifact.push', place('web-shop'))).toBe('allowed');
    expect(word(limited, 'artifact.read', place('web-shop'))).toBe('allowed');
    for (const act of ['artifact.push', 'artifact.read', 'version.unpublish'] as const) expect(word(limited, act, place('auth'))).toBe('hidden');
    for (const act of ['artifact.push', 'key.register', 'namespace.manage'] as const) expect(word(limited, act, place())).toBe('hidden');
  });
});

describe('for every asker, act and thing', () => {
  const principals: fc.Arbitrary<Principal> = fc.oneof(
    fc.constant(anonymous),
    fc
      .record({
        scopes: fc.uniqueArray(fc.constantFrom<Scope>('read', 'publish', 'admin')),
        limitedTo: fc.option(fc.uniqueArray(fc.constantFrom('acme', 'elsewhere')), { nil: null }),
      })
      .map(({ scopes, limitedTo }) => key(scopes, limitedTo)),
  );
  const subjects = fc
    .record({
      role: fc.constantFrom(...roles),
      visibility: fc.constantFrom('public' as const, 'private' as const),
      admitted: fc.boolean(),
    })
    .map((change) => subject(change));
  const anyAction = fc.constantFrom(...actions);

  test('what may not be read and not be changed is hidden, never forbidden: a refusal tells nobody that a thing exists', () => {
    fc.assert(
      fc.property(principals, anyAction, subjects, (principal, action, of) => {
        const readable = word(principal, 'artifact.read', of) === 'allowed';
        const told = word(principal, action, of);
        expect(told === 'hidden').toBe(!readable && told !== 'allowed');
      }),
      { numRuns: 2000 },
    );
  });

  test('a higher role, another scope, no limit or a more open thing never takes a right away', () => {
    const rank = (role: Role | null) => [null, 'read', 'write', 'admin', 'owner'].indexOf(role);
    fc.assert(
      fc.property(principals, anyAction, subjects, fc.constantFrom(...roles), (principal, action, of, role) => {
        if (word(principal, action, of) !== 'allowed') return;
        if (rank(role) >= rank(of.role)) expect(word(principal, action, { ...of, role })).toBe('allowed');
        expect(word(principal, action, { ...of, visibility: 'public' })).toBe('allowed');
        expect(word(principal, action, { ...of, admitted: true })).toBe('allowed');
        expect(word(user(), action, of)).toBe('allowed');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a role', () => {
  test('includes those below it', () => {
    const order: readonly Role[] = ['read', 'write', 'admin', 'owner'];
    for (const [i, needed] of order.entries()) {
      for (const [j, role] of order.entries()) expect(hasRole(role, needed)).toBe(j >= i);
      expect(hasRole(null, needed)).toBe(false);
    }
  });
});

describe('what a door says', () => {
  const about = { reference: '@acme/auth', handle: 'acme' };
  test.each<[Decision, string | null]>([
    [{ kind: 'allowed' }, null],
    [{ kind: 'hidden' }, 'NOT_FOUND'],
    [{ kind: 'unauthenticated' }, 'UNAUTHENTICATED'],
    [{ kind: 'forbidden', needed: 'write', scope: 'publish' }, 'NAMESPACE_PERMISSION_DENIED'],
  ])('for %o is %s', (decision, code) => {
    const say = () => assertAllowed(decision, about);
    if (code === null) expect(say).not.toThrow();
    else expect(say).toThrow(expect.objectContaining({ code }));
  });
});
