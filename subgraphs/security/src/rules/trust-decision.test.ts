import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideTrust, refusalReason, type JudgedSignature } from './trust-decision.ts';

const statuses = ['VALID', 'UNTRUSTED', 'INVALID', 'REVOKED'] as const;
const signature = (status: JudgedSignature['status'], seconds: number, carrierDigest = 'sha256:a', position = 0): JudgedSignature => ({
  status,
  signer: status === 'VALID' ? { kind: 'KEY', subject: null, fingerprint: 'sha256:f' } : null,
  reason: status === 'VALID' ? null : 'why',
  signedAt: new Date(seconds * 1000),
  carrierDigest,
  position,
});

test('unsigned, refused and trusted are never mixed', () => {
  const some = fc.array(
    fc
      .tuple(fc.constantFrom(...statuses), fc.nat({ max: 5 }), fc.nat({ max: 3 }))
      .map(([status, seconds, position]) => signature(status, seconds, 'sha256:a', position)),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(some, (all) => {
      const { kind } = decideTrust(all);
      expect(kind).toBe(all.length === 0 ? 'unsigned' : all.some(({ status }) => status === 'VALID') ? 'trusted' : 'refused');
    }),
    { numRuns: 200 },
  );
});

test('of several valid ones the earliest counts, of several bad ones the newest is told, in any order', () => {
  const valid = [signature('VALID', 2, 'sha256:b'), signature('VALID', 1), signature('INVALID', 0)];
  const bad = [signature('INVALID', 1), signature('REVOKED', 3), signature('UNTRUSTED', 2)];
  for (const [all, expected] of [
    [valid, valid[1]],
    [bad, bad[1]],
  ] as const) {
    for (const list of [all, all.toReversed()]) expect(decideTrust(list)).toMatchObject({ signature: expected });
  }
});

test('a refusal says what is wrong and what to do', () => {
  expect(refusalReason({ status: 'UNTRUSTED', reason: 'nobody knows the key' })).toBe(
    'Its signature is untrusted: nobody knows the key. Sign it again with a key that is registered for the namespace.',
  );
});
