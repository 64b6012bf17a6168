import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '@gati/gtype';
import type { AuditEntryRow } from './audit-entry.ts';

/** Head before the first batch. */
export const firstHead: Uint8Array = new Uint8Array(32);

/** An entry as it is hashed and exported: every column, ids as decimal text, times in ISO 8601. */
export const writtenEntry = ({ id, at, ...rest }: AuditEntryRow) => ({ id: id.toString(), at: at.toISOString(), ...rest });

/** Head of a batch: SHA-256 over its number, the head before it and its entries in order, in canonical JSON (RFC 8785). */
export const headOf = (sequence: bigint, previous: Uint8Array, entries: readonly AuditEntryRow[]): Uint8Array =>
  createHash('sha256')
    .update(canonicalJson({ sequence: sequence.toString(), previous: Buffer.from(previous).toString('hex'), entries: entries.map(writtenEntry) }))
    .digest();

export const macOf = (head: Uint8Array, key: Uint8Array): Uint8Array => createHmac('sha256', key).update(head).digest();

export const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);
