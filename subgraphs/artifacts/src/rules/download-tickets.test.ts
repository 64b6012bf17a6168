import { sha256Of } from '@gati/identifiers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTicketSigner, type DownloadTicket } from './download-tickets.ts';

const signer = createTicketSigner('secret');
const ticket: DownloadTicket = {
  digest: sha256Of(Buffer.from('x')),
  artifactId: '00000000-0000-4000-8000-000000000001',
  versionId: '00000000-0000-4000-8000-000000000002',
  accountId: null,
  isPublic: true,
  expiresAt: new Date('2026-01-01T00:00:00Z'),
};

test('a ticket opens what it was made for', () => {
  expect(signer.read(signer.sign(ticket))).toEqual(ticket);
  expect(signer.read(signer.sign({ ...ticket, accountId: 'someone', isPublic: false }))).toEqual({ ...ticket, accountId: 'someone', isPublic: false });
});

test('any changed character closes it', () => {
  const text = signer.sign(ticket);
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.constantFrom(...'abcXYZ019-_.'), (at, character) => {
      const forged = `${text.slice(0, at)}${character}${text.slice(at + 1)}`;
      // The last character of base64 holds bits that nobody reads: those spell the same bytes.
      const isSame = forged.split('.').every((part, index) => Buffer.from(part, 'base64url').equals(Buffer.from(text.split('.')[index] ?? '', 'base64url')));
      if (!isSame) expect(signer.read(forged)).toBeNull();
    }),
    { numRuns: 300 },
  );
});

test('a ticket of another installation is none', () => {
  expect(signer.read(createTicketSigner('another').sign(ticket))).toBeNull();
  for (const text of ['', '.', 'a.b', 'a.b.c', `${signer.sign(ticket)}.x`]) expect(signer.read(text)).toBeNull();
});
