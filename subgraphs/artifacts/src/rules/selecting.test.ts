import { parseSelector } from '@gati/identifiers';
import { describe, expect, test } from 'vitest';
import type { VersionStatus } from './rights.ts';
import { versionsFor, type Selectable } from './selecting.ts';

const digestOf = (version: string) => `sha256:${Buffer.from(version).toString('hex').padEnd(64, '0')}`;
const version = (number: string, status: VersionStatus = 'published', manifestId = `m${number}`) => ({
  id: number,
  version: number,
  status,
  digest: digestOf(manifestId),
  manifestId,
});
const auth: Selectable = {
  versions: [
    version('1.0.0'),
    version('1.1.0', 'yanked'),
    version('1.2.0'),
    version('1.10.0'),
    version('2.0.0-rc.1'),
    version('1.11.0', 'quarantined'),
    version('1.12.0', 'staged'),
    version('1.13.0', 'rejected'),
    version('3.0.0', 'published', 'm1.0.0'),
  ],
  labels: [
    { name: 'stable', manifestId: 'm1.2.0', pendingManifestId: 'm1.12.0' },
    { name: 'old', manifestId: 'm1.1.0', pendingManifestId: null },
    { name: 'broken', manifestId: 'm1.11.0', pendingManifestId: null },
    { name: 'twice', manifestId: 'm1.0.0', pendingManifestId: null },
    { name: 'bare', manifestId: 'no version', pendingManifestId: null },
  ],
  latestVersionId: '1.10.0',
  seesAll: false,
};
const chosen = (text: string, seesAll = false) => versionsFor(parseSelector(text), { ...auth, seesAll }).map((one) => one.version);

describe('a reference', () => {
  test.each<[string, string, readonly string[]]>([
    ['by its number means that version', '1.2.0', ['1.2.0']],
    ['by number means a yanked version too', '1.1.0', ['1.1.0']],
    ['by number means a quarantined version too', '1.11.0', ['1.11.0']],
    ['by range means published versions, highest first by number and not by letters', '^1.0.0', ['1.10.0', '1.2.0', '1.0.0']],
    ['by range never means a prerelease that it does not name', '>=1.0.0 <3', ['1.10.0', '1.2.0', '1.0.0']],
    ['by range means a prerelease that it names', '>=2.0.0-rc.0 <3', ['2.0.0-rc.1']],
    ['by a range that only a yanked version satisfies means nothing', '~1.1.0', []],
    ['by label means the version it is on', 'stable', ['1.2.0']],
    ['by a label on a yanked version means nothing', 'old', []],
    ['by a label on a quarantined version means nothing', 'broken', []],
    ['by a label on two versions of one manifest means the higher', 'twice', ['3.0.0']],
    ['by a label on what is no version means nothing', 'bare', []],
    ['by a label that is none means nothing', 'nightly', []],
    ['by latest means what that was found to be', 'latest', ['1.10.0']],
    ['by digest means the versions that have it', digestOf('m1.0.0'), ['3.0.0', '1.0.0']],
  ])('%s', (_, text, expected) => {
    expect(chosen(text)).toEqual(expected);
  });

  test('by a pending label means the waiting version for writers alone', () => {
    expect(chosen('stable', true)).toEqual(['1.12.0']);
    expect(chosen('stable', false)).toEqual(['1.2.0']);
  });

  test('by latest means nothing when that version is no longer published', () => {
    const versions = auth.versions.map((one) => (one.version === '1.10.0' ? { ...one, status: 'quarantined' as const } : one));
    expect(versionsFor(parseSelector('latest'), { ...auth, versions })).toEqual([]);
  });
});
