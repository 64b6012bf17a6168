import type { IncomingMessage } from 'node:http';
import proxyaddr from '@fastify/proxy-addr';

/** Addresses whose forwarded headers count: all, none, or these (IP, CIDR). */
export type TrustProxy = boolean | string | string[];

/** Where requests come from, by the same rule as Fastify's `request.ip`: for those that Fastify does not see. */
export interface Addresses {
  readonly of: (request: IncomingMessage) => string;
  /** Whether what connects from here speaks for others. */
  readonly isProxy: (address: string) => boolean;
}

export function createAddresses(trustProxy: TrustProxy): Addresses {
  const list = typeof trustProxy === 'string' ? trustProxy.split(',').map((part) => part.trim()) : trustProxy;
  const isTrusted = typeof list === 'boolean' ? () => list : proxyaddr.compile(list);
  return { of: (request) => proxyaddr(request, isTrusted), isProxy: (address) => isTrusted(address, 0) };
}
