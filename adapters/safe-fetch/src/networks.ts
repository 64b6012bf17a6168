import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** A network that may be reached although it is not public. */
export interface AllowedNetwork {
  readonly network: readonly [Address, number];
  /** The one port that is open there; null: the scheme's own. */
  readonly port: number | null;
}

/** IANA has given out no other addresses of IPv6 to the public: RFC 4291, 2.4. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address is one machine on the public internet, by the registries of special-purpose addresses (RFC 6890).
 * Addresses of IPv6 that carry one of IPv4 are not: where they lead is for others to decide.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  return address.range() === 'unicast' && (address.kind() === 'ipv4' || (address as ipaddr.IPv6).match(globalUnicast));
}

/**
 * Reads `10.0.0.0/8`, `127.0.0.1:8080`, `fd00::/8` or `[::1]:8080`: a network or one address, and a port where it is not the scheme's own.
 * @returns null for anything else
 */
export function parseAllowedNetwork(text: string): AllowedNetwork | null {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^[\]]*?))(?::(\d{1,5}))?$/.exec(isBareIPv6(text) ? `[${text}]` : text) ?? [];
  const network = bracketed ?? plain;
  if (network === undefined || (port !== undefined && (Number(port) < 1 || Number(port) > 65_535))) return null;
  const [address = '', bits, ...more] = network.split('/');
  // Numbers alone and octal parts are read by some as addresses: they are refused rather than guessed at.
  const isWritten = address.includes(':') ? ipaddr.IPv6.isValid(address) : ipaddr.IPv4.isValidFourPartDecimal(address) && !/(^|\.)0\d/.test(address);
  if (!isWritten || more.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return null;
  const parsed = ipaddr.parse(address);
  const bitsMax = parsed.kind() === 'ipv4' ? 32 : 128;
  if (bits !== undefined && Number(bits) > bitsMax) return null;
  return { network: [parsed, bits === undefined ? bitsMax : Number(bits)], port: port === undefined ? null : Number(port) };
}

const isBareIPv6 = (text: string): boolean => !text.startsWith('[') && (text.match(/:/g)?.length ?? 0) > 1;

/** Whether an address may be asked on a port. @param ownPort  the port that belongs to the scheme */
export function mayReach(text: string, { port, ownPort }: { readonly port: number; readonly ownPort: number }, allowed: readonly AllowedNetwork[]): boolean {
  if (port === ownPort && isPublicAddress(text)) return true;
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  return allowed.some(
    ({ network: [base, bits], port: open }) =>
      base.kind() === address.kind() && port === (open ?? ownPort) && (address as ipaddr.IPv6).match(base as ipaddr.IPv6, bits),
  );
}
