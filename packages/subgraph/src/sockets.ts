import type { Server as ProtocolServer } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { handleProtocols } from 'graphql-ws';
import type { Logger } from './logger.ts';

/** Bounds of one socket. */
export interface SocketLimits {
  /** A longer message ends the socket (1009). */
  readonly messageSizeBytes: number;
  /** A ping goes out this often; a peer that has not answered by the next is gone. */
  readonly keepAliveMs: number;
  /** What may wait in memory for a slow reader; more ends the socket (1013). Each subscription waits for its last event to leave before it takes the next, so an honest reader never comes near. */
  readonly bufferedBytes: number;
}

export const socketLimits: SocketLimits = { messageSizeBytes: 256 * 1024, keepAliveMs: 15_000, bufferedBytes: 8 * 1024 * 1024 };

/** A server for `graphql-transport-ws` sockets that listens on no port: an `upgrade` listener hands them to it. */
export const createSocketServer = ({ messageSizeBytes }: SocketLimits): WebSocketServer =>
  new WebSocketServer({ noServer: true, maxPayload: messageSizeBytes, handleProtocols, perMessageDeflate: false });

/** Resolves when the data has left this process, which is what slows a subscription down to its reader's pace; a closed socket takes everything. */
const send = (socket: WebSocket, data: string, bufferedBytes: number): Promise<void> =>
  new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) return resolve();
    if (socket.bufferedAmount > bufferedBytes) {
      socket.close(1013, 'Reading too slowly');
      return resolve();
    }
    socket.send(data, () => resolve());
  });

/** Pings until the socket closes; a peer that answers none is cut off. */
export function keepAlive(socket: WebSocket, intervalMs: number): void {
  let isAlive = true;
  socket.on('pong', () => (isAlive = true));
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, intervalMs);
  timer.unref();
  socket.once('close', () => clearInterval(timer));
}

/** Speaks the protocol on one socket until it closes. A fault while a message is handled is logged and ends the socket (4500) without a word of why. */
export function openSocket<E extends Record<PropertyKey, unknown>>(
  protocol: ProtocolServer<E>,
  socket: WebSocket,
  extra: E,
  limits: SocketLimits,
  logger: Logger,
): void {
  keepAlive(socket, limits.keepAliveMs);
  socket.on('error', (error) => logger.debug({ err: error }, 'a socket failed'));
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (data) => send(socket, data, limits.bufferedBytes),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        socket.on('message', (data) => {
          handle(String(data)).catch((error: unknown) => {
            logger.error({ err: error }, 'a socket message could not be handled');
            socket.close(4500, 'Internal server error');
          });
        }),
    },
    extra,
  );
  socket.once('close', (code, reason) => {
    closed(code, String(reason)).catch((error: unknown) => logger.error({ err: error }, 'a socket could not be cleaned up'));
  });
}

/** Ends every socket with «going away», the stubborn ones hard after a second. */
export async function closeSockets(server: WebSocketServer): Promise<void> {
  for (const socket of server.clients) socket.close(1001, 'Going away');
  const deadline = setTimeout(() => {
    for (const socket of server.clients) socket.terminate();
  }, 1_000);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(deadline);
}
