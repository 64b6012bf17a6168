import { isIPv6 } from 'node:net';

/**
 * The part of a client's address that one party holds: an IPv4 address, or the first 64 bits of an IPv6 one, of which a household has 2⁶⁴ (RFC 6177).
 * Whoever has no address counts together with all others that have none.
 */
export function addressBlock(address: string | undefined): string {
  if (!address) return 'unknown';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  const [bare = ''] = address.split('%');
  if (!isIPv6(bare)) return address.slice(0, 45);
  // `::` stands for as many zero groups as are missing; an IPv4 tail, as long as two groups, lies beyond the first four.
  const [head = '', tail] = bare.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - before.length - after.length - (bare.includes('.') ? 1 : 0);
  const groups = [...before, ...Array<string>(Math.max(missing, 0)).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
