import { randomUUID } from 'node:crypto';
import type { Principal } from '@gati/authority';
import { createTestDatabase, type TestDatabase } from '@gati/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBilling, type Billing } from './index.ts';

const now = new Date('2026-06-01T00:00:00Z');
let database: TestDatabase;
let billing: Billing;
beforeAll(async () => {
  database = await createTestDatabase();
  billing = createBilling({ tables: database.client, clock: () => now });
});
afterAll(() => database.remove());

const account = (accountId: string): Principal => ({
  kind: 'user',
  accountId,
  handle: 'ada',
  sessionId: null,
  apiKeyId: null,
  scopes: new Set(['read']),
  limitedTo: null,
});
const isEntitled = async (principal: Principal, artifactId: string) => (await billing.entitlementsOf(principal, [artifactId])).get(artifactId)?.isEntitled;

test('what has no price is free for everyone', async () => {
  const artifactId = randomUUID();

  expect((await billing.pricingsOf([artifactId])).get(artifactId)).toEqual({ model: 'FREE', trialDays: 0 });
  expect(await isEntitled({ kind: 'anonymous' }, artifactId)).toBe(true);
});

test('what has a price is for those alone whose right holds now', async () => {
  const artifactId = randomUUID();
  const [buyer, lapsed, refunded, stranger] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await database.client.pricing.create({ data: { artifactId, model: 'ONE_TIME' } });
  const grant = (accountId: string, status: string, expiresAt: Date | null) =>
    database.client.entitlement.create({ data: { id: randomUUID(), accountId, artifactId, status, source: 'PURCHASE', grantedAt: now, expiresAt } });
  await grant(buyer, 'ACTIVE', null);
  await grant(lapsed, 'ACTIVE', now);
  await grant(refunded, 'REVOKED', null);

  expect(await Promise.all([buyer, lapsed, refunded, stranger].map((id) => isEntitled(account(id), artifactId)))).toEqual([true, false, false, false]);
  expect(await isEntitled({ kind: 'anonymous' }, artifactId)).toBe(false);
});
