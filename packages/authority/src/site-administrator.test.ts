import { expect, test } from 'vitest';
import { anonymous, type KnownPrincipal, type Principal, type Scope } from './principal.ts';
import { isSiteAdministrator } from './site-administrator.ts';

const person = (handle: string, change: Partial<KnownPrincipal> = {}): KnownPrincipal => ({
  kind: 'user',
  accountId: handle,
  handle,
  sessionId: 's',
  apiKeyId: null,
  scopes: new Set<Scope>(['read', 'publish', 'admin']),
  limitedTo: null,
  ...change,
});

test.each<[string, Principal, boolean]>([
  ['an account that the settings name', person('grace'), true],
  ['another account', person('ada'), false],
  ['nobody', anonymous, false],
  ['an administrator by a key without the scope admin', person('grace', { scopes: new Set<Scope>(['read', 'publish']) }), false],
  ['an administrator by a key for one namespace', person('grace', { limitedTo: new Set(['acme']) }), false],
])('the site is administered by %s: %#', (_, principal, isAdministrator) => {
  expect(isSiteAdministrator(principal, new Set(['grace']))).toBe(isAdministrator);
});
