import { manualClock, randomId } from '@gati/clock';
import { createTestDatabase, type TestDatabase } from '@gati/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { carriedReason } from '../src/rules/carried-keys.ts';
import { carrySigners } from '../src/use-cases/carry-signers.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.remove());

const clock = manualClock(new Date('2026-03-01T12:00:00.000Z'));
const [from, to, artifactId, movedBy] = [randomId(), randomId(), randomId(), randomId()];
const past = new Date('2026-01-01T00:00:00.000Z');
const key = (fingerprint: string, namespaceId = from, revokedAt: Date | null = null) =>
  database.client.signingKey.create({
    data: {
      id: randomId(),
      namespaceId,
      fingerprint,
      algorithm: 'ECDSA_P256',
      publicKeyPem: fingerprint,
      validFrom: past,
      registeredAt: past,
      registeredBy: movedBy,
      revokedAt,
      revocationReason: revokedAt && 'lost',
    },
  });
const signed = (fingerprint: string, status: string) =>
  database.client.signature.create({
    data: {
      id: randomId(),
      artifactId,
      subjectDigest: 'sha256:subject',
      carrierDigest: `sha256:${fingerprint}`,
      position: 0,
      format: 'bundle',
      status,
      fingerprint,
      signedAt: past,
      verifiedAt: past,
    },
  });

test('the keys that signed an artifact count where it goes for what they signed before; others stay behind, and what is there stays as it is', async () => {
  await Promise.all([key('signer'), key('other'), key('forger'), key('both'), key('both', to), key('lost', from, past)]);
  for (const [fingerprint, status] of [
    ['signer', 'valid'],
    ['forger', 'invalid'],
    ['both', 'valid'],
    ['lost', 'valid'],
  ] as const)
    await signed(fingerprint, status);

  const carry = () =>
    database.transaction((tables) => carrySigners({ clock, makeId: randomId })(tables, { artifactId, fromNamespaceId: from, toNamespaceId: to, movedBy }));
  await carry();
  await carry();

  const there = await database.client.signingKey.findMany({ where: { namespaceId: to }, orderBy: { fingerprint: 'asc' } });
  expect(there.map(({ fingerprint, validFrom, revokedAt, revocationReason }) => ({ fingerprint, validFrom, revokedAt, revocationReason }))).toEqual([
    { fingerprint: 'both', validFrom: past, revokedAt: null, revocationReason: null },
    { fingerprint: 'lost', validFrom: past, revokedAt: past, revocationReason: 'lost' },
    { fingerprint: 'signer', validFrom: past, revokedAt: clock(), revocationReason: carriedReason },
  ]);
});
