import { expect, test } from 'vitest';
import { assertNoWayBack, planVersionPush } from './version-push.ts';

const push = { reference: '@acme/auth@1.0.0', digest: 'sha256:new' };

test.each([
  ['none', null, 'create'],
  ['staged, same bytes', { status: 'staged', digest: 'sha256:new', unpublishedAt: null }, 'nothing'],
  ['staged, other bytes', { status: 'staged', digest: 'sha256:old', unpublishedAt: null }, 'replace'],
  ['published, same bytes', { status: 'published', digest: 'sha256:new', unpublishedAt: null }, 'nothing'],
  ['yanked, same bytes', { status: 'yanked', digest: 'sha256:new', unpublishedAt: null }, 'nothing'],
  ['quarantined, same bytes', { status: 'quarantined', digest: 'sha256:new', unpublishedAt: null }, 'nothing'],
  ['rejected, same bytes', { status: 'rejected', digest: 'sha256:new', unpublishedAt: null }, 'nothing'],
] as const)('on a number that is %s: %#', (_, existing, plan) => expect(planVersionPush(existing, push)).toBe(plan));

test.each(['published', 'yanked', 'quarantined', 'rejected'] as const)('a number that is %s never gets other bytes', (status) => {
  expect(() => planVersionPush({ status, digest: 'sha256:old', unpublishedAt: null }, push)).toThrow(expect.objectContaining({ code: 'VERSION_EXISTS' }));
});

test.each(['sha256:old', 'sha256:new'])('an unpublished number is used up, also for its own bytes', (digest) => {
  expect(() => planVersionPush({ status: 'published', digest, unpublishedAt: new Date() }, push)).toThrow(
    expect.objectContaining({ code: 'VERSION_EXISTS', message: expect.stringContaining('was removed; its number is used up') }),
  );
});

test.each([
  ['a first number', '9.9.9', [], ['1.0.0', '2.0.0']],
  ['a candidate that becomes the release, another candidate between or not', '2.0.0', ['2.0.0-rc.1'], ['1.0.0', '2.0.0-rc.2']],
  ['a release without changes', '1.0.1', ['1.0.0'], ['0.9.0']],
  ['one of an older line', '1.0.1', ['1.0.0'], ['2.0.0']],
  ['a variant of a release', '1.2.3-alpine', ['1.2.3'], ['1.2.2', '1.3.0']],
  ['a lower number', '0.9.0', ['1.0.0'], ['0.9.1']],
  ['what lies between was yanked, so it is not among the published', '1.2.0', ['1.0.0'], []],
])('%s may be the number of published bytes', (_, version, own, others) => {
  expect(() => assertNoWayBack({ reference: `@acme/auth@${version}`, version, own, others })).not.toThrow();
});

test.each([
  ['9.9.9', ['1.0.0'], ['2.0.0']],
  ['1.0.2', ['1.0.0'], ['1.0.1']],
  ['2.0.0', ['1.0.0-rc.1', '1.0.0'], ['1.10.0', '1.9.0']],
  ['9.9.9-rc.1', ['1.0.0'], ['2.0.0']],
])('%s never puts the bytes of %j above %j', (version, own, others) => {
  expect(() => assertNoWayBack({ reference: `@acme/auth@${version}`, version, own, others })).toThrow(
    expect.objectContaining({ code: 'POLICY_VIOLATION', message: expect.stringContaining(`above ${others[0]}`) }),
  );
});
