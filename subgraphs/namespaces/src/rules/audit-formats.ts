import type { AuditEntryRow } from './audit-entry.ts';
import { writtenEntry } from './audit-chain.ts';

export type AuditFormat = 'ndjson' | 'csv';

export const auditMediaTypes: Readonly<Record<AuditFormat, string>> = { ndjson: 'application/x-ndjson; charset=utf-8', csv: 'text/csv; charset=utf-8' };

const columns = ['id', 'at', 'actor', 'actorId', 'action', 'subject', 'namespaceId', 'address', 'requestId', 'details'] as const;

/**
 * A cell by RFC 4180, which no spreadsheet takes for a formula: what begins with `=`, `+`, `-`, `@`, a tab or a line end gets an apostrophe before it (OWASP, CSV Injection).
 */
export function csvCell(value: unknown): string {
  const text = value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : `${value as string | number | boolean}`;
  const inert = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** What an export begins with. */
export const auditHeader = (format: AuditFormat): string => (format === 'csv' ? `${columns.join(',')}\r\n` : '');

/** One line for each entry; NDJSON is exact, CSV is for people with a spreadsheet. */
export function auditLines(format: AuditFormat, rows: readonly AuditEntryRow[]): string {
  if (format === 'ndjson') return rows.map((row) => `${JSON.stringify(writtenEntry(row))}\n`).join('');
  return rows
    .map((row) => {
      const entry: Readonly<Record<string, unknown>> = writtenEntry(row);
      return `${columns.map((column) => csvCell(entry[column])).join(',')}\r\n`;
    })
    .join('');
}
