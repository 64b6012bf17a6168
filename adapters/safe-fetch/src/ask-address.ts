import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { OutsideError, type OutsideRequest } from './safe-fetch.ts';

/** The host of an address without the brackets of IPv6. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

/** What the system says where no connection came about, so that nothing was sent. */
const unconnected = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']);
export const wasNeverSent = (error: unknown): boolean =>
  error instanceof OutsideError && unconnected.has((error.cause as NodeJS.ErrnoException | undefined)?.code ?? '');

/**
 * Sends one request to one address and nowhere else: the connection is told the address, so no name is looked up again. The certificate is judged by the name.
 * @param certificates  authorities that count beside those that everyone trusts
 */
export function askAddress(
  url: URL,
  address: string,
  { method = 'GET', headers, body }: Pick<OutsideRequest, 'method' | 'headers' | 'body'>,
  { port, signal, certificates }: { readonly port: number; readonly signal: AbortSignal; readonly certificates: readonly string[] | undefined },
): Promise<IncomingMessage> {
  const host = hostOf(url);
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)({
      host: address,
      port,
      servername: isIP(host) ? '' : host,
      path: url.pathname + url.search,
      method,
      headers: { 'user-agent': 'gati-registry', ...headers, 'accept-encoding': 'identity', host: url.host, connection: 'close' },
      // Neither the connections of others nor a proxy from the environment.
      agent: false,
      signal,
      ...(certificates && { ca: [...certificates] }),
    });
    request.once('response', resolve);
    request.on('error', (cause) => reject(new OutsideError('unreachable', `${host} does not answer`, { cause })));
    request.end(body);
  });
}

/** The whole body, or none of it. @throws OutsideError too-large, unreachable where it breaks off */
export async function readBody(response: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > bytesMax) throw new OutsideError('too-large', `more than ${bytesMax} bytes came`);
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof OutsideError) throw cause;
    throw new OutsideError('unreachable', 'the answer broke off', { cause });
  } finally {
    response.destroy();
  }
  return Buffer.concat(chunks);
}
