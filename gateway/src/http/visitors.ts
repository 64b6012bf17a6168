import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Carries a visitor's address to the web server, and back with what it asks for that visitor. */
export const visitorHeader = 'x-gati-visitor';

const keyPurpose = 'gati visitor address v1';

interface Request {
  readonly ip: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * Whose address counts. The web server asks on behalf of its visitors from one address; limits by address would take them all for one.
 * What goes to it therefore carries the visitor's address under a seal, and what comes with that seal counts as coming from there. Nobody else can make one:
 * a forwarded header would be believed from whatever else runs on the same machine.
 */
export interface Visitors {
  /** The value of the header for a request that goes to the web server. */
  readonly seal: (address: string) => string;
  /** The sealed address, else where the request came from. */
  readonly addressOf: (request: Request) => string;
}

/** @param secret  the installation's; the seal has a key of its own */
export function createVisitors(secret: string | Uint8Array): Visitors {
  const key = createSecretKey(new Uint8Array(hkdfSync('sha256', secret, '', keyPurpose, 32)));
  const macOf = (address: string): Buffer => createHmac('sha256', key).update(address).digest();
  return {
    seal: (address) => `${address} ${macOf(address).toString('base64url')}`,
    addressOf: ({ ip, headers }) => {
      const sealed = headers[visitorHeader];
      if (typeof sealed !== 'string') return ip;
      const [address = '', mac = ''] = sealed.split(' ');
      const given = Buffer.from(mac, 'base64url');
      const expected = macOf(address);
      return given.length === expected.length && timingSafeEqual(given, expected) ? address : ip;
    },
  };
}
