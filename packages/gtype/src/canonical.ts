import { createHash } from 'node:crypto';

/** JSON in one spelling: keys in code-unit order, no white space (RFC 8785 for the values that JSON can hold). Equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** SHA-256 of the types in canonical JSON, as 64 hexadecimal digits: equal types have equal hashes. */
export const hashOfGTypes = (gtypes: unknown): string =>
  createHash('sha256')
    .update(canonicalJson(gtypes ?? {}))
    .digest('hex');
