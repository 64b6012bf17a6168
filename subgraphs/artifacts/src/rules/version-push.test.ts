import { expect, test } from 'vitest';
import { planVersionPush } from './version-push.ts';

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
  expect(() => planVersionPush({ status: 'published', digest, unpublishedAt: new Date() }, push)).toThrow(expect.objectContaining({ code: 'VERSION_EXISTS' }));
});
