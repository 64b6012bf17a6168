import type { Role } from '@gati/authority';
import { expect, test } from 'vitest';
import { actionFor, assertHasMembers, assertOwnerStays, higherRole } from './membership.ts';

test.each<[readonly (Role | null)[], string]>([
  [['write'], 'namespace.manage'],
  [['admin', 'read'], 'namespace.manage'],
  [[null, 'admin'], 'namespace.manage'],
  [['owner'], 'namespace.own'],
  [['owner', 'read'], 'namespace.own'],
  [['read', 'owner'], 'namespace.own'],
])('who deals with %j needs %s', (roles, action) => {
  expect(actionFor(...roles)).toBe(action);
});

test.each<[Role, Role | null, number, boolean]>([
  ['owner', null, 1, true],
  ['owner', 'admin', 1, true],
  ['owner', 'owner', 1, false],
  ['owner', null, 2, false],
  ['owner', 'read', 2, false],
  ['admin', null, 1, false],
  ['read', 'write', 0, false],
])('%s becomes %s with %i owners: refused %s', (role, becomes, owners, isRefused) => {
  const say = () => assertOwnerStays('acme', { role, becomes, owners });
  if (isRefused) expect(say).toThrow(expect.objectContaining({ code: 'LAST_OWNER' }));
  else expect(say).not.toThrow();
});

test.each<[Role | null, Role, Role]>([
  [null, 'read', 'read'],
  ['read', 'admin', 'admin'],
  ['owner', 'read', 'owner'],
  ['write', 'write', 'write'],
])('who is %s and accepts %s is %s', (present, offered, after) => {
  expect(higherRole(present, offered)).toBe(after);
});

test('a user takes no members, an organization does', () => {
  expect(() => assertHasMembers({ handle: 'ada', kind: 'user' })).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  expect(() => assertHasMembers({ handle: 'acme', kind: 'organization' })).not.toThrow();
});
