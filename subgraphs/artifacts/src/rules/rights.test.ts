import { anonymous, type Principal, type Role, type Scope } from '@gati/authority';
import type { ArtifactName } from '@gati/identifiers';
import { describe, expect, test } from 'vitest';
import { canSeeVersion, rightsOf, type VersionStatus } from './rights.ts';

const member = (scopes: readonly Scope[], limitedTo: readonly string[] | null = null): Principal => ({
  kind: 'user',
  accountId: 'a',
  handle: 'ada',
  sessionId: 's',
  apiKeyId: null,
  scopes: new Set(scopes),
  limitedTo: limitedTo && new Set(limitedTo),
});
const all: readonly Scope[] = ['read', 'publish', 'admin'];
const name = '@acme/auth' as ArtifactName;
const facts = (role: Role | null) => ({ namespaceId: 'n', handle: 'acme', role });

describe('an artifact', () => {
  test.each<[string, Principal, Role | null, 'public' | 'private', boolean, { canRead: boolean; seesAll: boolean }]>([
    ['public and admitted is read by anybody', anonymous, null, 'public', true, { canRead: true, seesAll: false }],
    ['public and not admitted is there for nobody else', anonymous, null, 'public', false, { canRead: false, seesAll: false }],
    ['public and not admitted is not even there for a reading member', member(all), 'read', 'public', false, { canRead: false, seesAll: false }],
    ['not admitted is there for a writer', member(all), 'write', 'public', false, { canRead: true, seesAll: true }],
    ['private is not there for a stranger', member(all), null, 'private', true, { canRead: false, seesAll: false }],
    ['private is read by a reading member', member(all), 'read', 'private', true, { canRead: true, seesAll: false }],
    ['private is not read by a key that may not read', member(['admin']), 'read', 'private', true, { canRead: false, seesAll: false }],
    ['private is not read by a key for another namespace', member(all, ['other']), 'owner', 'private', true, { canRead: false, seesAll: false }],
    ['private is seen whole by a key that publishes', member(['publish']), 'write', 'private', true, { canRead: true, seesAll: true }],
    ['private is seen whole by a key for artifacts of its name', member(all, ['n/a*']), 'owner', 'private', true, { canRead: true, seesAll: true }],
    ['private is not there for a key for other artifacts', member(all, ['n/b*']), 'owner', 'private', true, { canRead: false, seesAll: false }],
    ['public is read by a key for another namespace like by anybody', member(all, ['other']), 'owner', 'public', true, { canRead: true, seesAll: false }],
  ])('%s', (_, principal, role, visibility, isAdmitted, expected) => {
    expect(rightsOf(principal, facts(role), { artifactId: 'auth', name, visibility, isAdmitted })).toEqual(expected);
  });

  test('of a namespace that is not there is there for nobody', () => {
    expect(rightsOf(member(all), undefined, { artifactId: 'auth', name, visibility: 'public', isAdmitted: true })).toEqual({ canRead: false, seesAll: false });
  });
});

test.each<[VersionStatus, boolean]>([
  ['staged', false],
  ['published', true],
  ['yanked', true],
  ['quarantined', true],
  ['rejected', false],
])('a %s version is seen by readers: %s; by writers always; by nobody who does not know the artifact', (status, isSeen) => {
  expect(canSeeVersion({ canRead: true, seesAll: false }, status)).toBe(isSeen);
  expect(canSeeVersion({ canRead: true, seesAll: true }, status)).toBe(true);
  expect(canSeeVersion({ canRead: false, seesAll: false }, status)).toBe(false);
});
