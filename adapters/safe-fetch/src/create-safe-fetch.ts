import type { IncomingMessage } from 'node:http';
import { askAddress, hostOf, readBody, wasNeverSent } from './ask-address.ts';
import { createNames } from './names.ts';
import { mayReach, type AllowedNetwork } from './networks.ts';
import { OutsideError, type OutsideAnswer, type OutsideRequest, type SafeFetch } from './safe-fetch.ts';

const timeoutMsUnlessTold = 10_000;
const bodyBytesMaxUnlessTold = 64 * 1024;
const redirectsMaxUnlessTold = 3;
/** Requests at once in one process; each holds a socket and at most its body. */
const atOnceMax = 64;
/** Addresses of one host that are tried one after the other. */
const addressesMax = 4;
const urlLengthMax = 2_048;
const ownPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };
const redirecting = new Set([301, 302, 303, 307, 308]);

export interface SafeFetchOptions {
  /** Networks that may be reached although they are not public; none unless told. */
  readonly allowed?: readonly AllowedNetwork[];
  /** Name servers to ask; those of the system unless told. */
  readonly nameServers?: readonly string[];
  /** Certificates of authorities, PEM, in the place of those that everyone trusts. */
  readonly certificates?: readonly string[];
}

/** See README.md for what is refused, and why. */
export function createSafeFetch({ allowed = [], nameServers, certificates }: SafeFetchOptions = {}): SafeFetch {
  const names = createNames({ nameServers });
  let atOnce = 0;

  /** Judges where a request would go, before anything goes there. @returns the addresses that may be asked */
  const judge = async (url: URL, signal: AbortSignal): Promise<{ readonly addresses: readonly string[]; readonly port: number }> => {
    const ownPort = ownPorts[url.protocol];
    if (ownPort === undefined) throw new OutsideError('refused', `${url.protocol} is not asked`);
    if (url.username !== '' || url.password !== '') throw new OutsideError('refused', 'the address holds a user name');
    const port = url.port === '' ? ownPort : Number(url.port);
    if (port !== ownPort && !allowed.some((network) => network.port === port)) throw new OutsideError('refused', `port ${port} is not asked`);
    const addresses = await names.addressesOf(hostOf(url), signal);
    // One address that may not be asked spoils them all: a name with both is made to get past.
    const refused = addresses.find((address) => !mayReach(address, { port, ownPort }, allowed));
    if (refused !== undefined) throw new OutsideError('refused', `${url.host} leads to ${refused}, which is not asked`);
    return { addresses: addresses.slice(0, addressesMax), port };
  };

  const ask = async (url: URL, request: OutsideRequest, signal: AbortSignal): Promise<IncomingMessage> => {
    const { addresses, port } = await judge(url, signal);
    let failure: unknown;
    for (const address of addresses) {
      try {
        return await askAddress(url, address, request, { port, signal, certificates });
      } catch (error) {
        if (!wasNeverSent(error)) throw error;
        failure = error;
      }
    }
    throw failure;
  };

  const follow = async (text: string, request: OutsideRequest, signal: AbortSignal): Promise<OutsideAnswer> => {
    const redirectsMax = request.method === 'POST' ? 0 : (request.redirectsMax ?? redirectsMaxUnlessTold);
    let url = parse(text);
    for (let redirects = 0; ; redirects++) {
      const response = await ask(url, request, signal);
      const { statusCode: status = 0, headers } = response;
      const location = headers.location;
      if (!redirecting.has(status) || location === undefined || request.method === 'POST') {
        const body = await readBody(response, request.bodyBytesMax ?? bodyBytesMaxUnlessTold);
        return { url: url.href, status, headers: firstOf(headers), body };
      }
      response.destroy();
      if (redirects >= redirectsMax) throw new OutsideError('too-many-redirects', `${url.host} redirects more than ${redirectsMax} times`);
      const next = parse(location, url);
      if (url.protocol === 'https:' && next.protocol !== 'https:') throw new OutsideError('refused', 'a redirect leads away from https');
      url = next;
    }
  };

  const bounded = async <T>(work: (signal: AbortSignal) => Promise<T>, timeoutMs = timeoutMsUnlessTold, ended?: AbortSignal): Promise<T> => {
    if (atOnce >= atOnceMax) throw new OutsideError('busy', `${atOnceMax} requests are on their way already`);
    const late = AbortSignal.timeout(timeoutMs);
    atOnce++;
    try {
      return await work(ended ? AbortSignal.any([late, ended]) : late);
    } catch (error) {
      if (late.aborted) throw new OutsideError('too-slow', `nothing came within ${timeoutMs} ms`, { cause: error });
      throw error instanceof OutsideError ? error : new OutsideError('unreachable', 'the request failed', { cause: error });
    } finally {
      atOnce--;
    }
  };

  return {
    fetch: (url, request = {}) => bounded((signal) => follow(url, request, signal), request.timeoutMs, request.signal),
    texts: (name, { signal: ended } = {}) => bounded((signal) => names.textsOf(name, signal), undefined, ended),
  };
}

function parse(text: string, base?: URL): URL {
  const url = text.length <= urlLengthMax ? URL.parse(text, base?.href) : null;
  if (!url) throw new OutsideError('refused', 'this is no address of the web');
  return url;
}

const firstOf = (headers: IncomingMessage['headers']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? (value[0] ?? '') : value]])),
  );
