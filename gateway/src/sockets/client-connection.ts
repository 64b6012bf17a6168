import { anonymous, type Principal } from '@gati/authority';
import type { WebSocket } from 'ws';
import type { ClientSocket } from '../sources/source.ts';

/** One client's socket: who opened it, and what ends with it. */
export class ClientConnection implements ClientSocket {
  readonly #socket: WebSocket;
  readonly #releases = new Set<() => void>();
  readonly address: string;
  /** Known once the connection is initialised; nothing is executed before. */
  principal: Principal = anonymous;
  /** The credentials it was initialised with; given on to foreign subgraphs only. */
  authorization: string | undefined;

  constructor(socket: WebSocket, address: string) {
    this.#socket = socket;
    this.address = address;
    socket.once('close', () => {
      for (const release of this.#releases) release();
      this.#releases.clear();
    });
  }

  onClose(release: () => void): () => void {
    this.#releases.add(release);
    return () => void this.#releases.delete(release);
  }

  end(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }
}
