import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** What was given away already: the system may offer a port again before whoever got it listens there, and two servers of one test would take each other's place. */
const given = new Set<number>();

/** A port of 127.0.0.1 that was free a moment ago; each call gives another one. */
export async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    if (given.has(port)) continue;
    given.add(port);
    return port;
  }
}
