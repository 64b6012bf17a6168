import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { freePort } from '@gati/testkit/free-port';

export interface CuttingProxy {
  readonly url: string;
  /** Where it leads from now on. */
  readonly leadTo: (registryUrl: string) => void;
  /** From now on each connection breaks after this many bytes in one direction; null: none does. */
  readonly cutAfter: (sizeBytes: number | null) => void;
  readonly cuts: () => number;
  readonly close: () => Promise<void>;
}

/** A bad line to a registry: it breaks every connection that carries more than it can. */
export async function startCuttingProxy(): Promise<CuttingProxy> {
  const port = await freePort();
  const open = new Set<Socket>();
  let target: URL | null = null;
  let most: number | null = null;
  let cuts = 0;

  const server = createServer((client) => {
    const registry = connect(Number(target?.port), target?.hostname);
    const sockets = [client, registry];
    const end = () => sockets.forEach((socket) => socket.destroy());
    for (const [from, to] of [
      [client, registry],
      [registry, client],
    ] as const) {
      let passed = 0;
      open.add(from);
      from.on('data', (piece: Buffer) => {
        passed += piece.length;
        if (most !== null && passed > most) {
          cuts++;
          // A line breaks with a reset, not with a farewell.
          sockets.forEach((socket) => socket.resetAndDestroy());
        } else if (!to.write(piece)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      });
      from.on('error', end).on('end', () => to.end());
      from.on('close', () => {
        open.delete(from);
        end();
      });
    }
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${port}`,
    leadTo: (registryUrl) => void (target = new URL(registryUrl)),
    cutAfter: (sizeBytes) => void (most = sizeBytes),
    cuts: () => cuts,
    close: async () => {
      server.close();
      open.forEach((socket) => socket.destroy());
      await once(server, 'close');
    },
  };
}
