import { anonymous, type Principal } from '@gati/authority';
import type { WebSocket } from 'ws';
import type { ClientSocket } from '../sources/source.ts';

/** One client's socket: who opened it, and what ends with it. */
export class ClientConnection implements ClientSocket {
  readonly #socket: WebSocket;
  readonly #releases = new Set<() => void>();
  readonly address: string;
  #isClosed = false;
  /** Known once the connection is initialised; nothing is executed before. */
  principal: Principal = anonymous;
  /** The credentials it was initialised with; given on to foreign subgraphs only. */
  authorization: string | undefined;

  constructor(socket: WebSocket, address: string) {
    this.#socket = socket;
    this.address = address;
    socket.once('close', () => {
      this.#isClosed = true;
      for (const release of this.#releases) release();
      this.#releases.clear();
    });
  }

  /** Calls `release` when the socket closes, at once where it has. The answer takes that back. */
  onClose(release: () => void): () => void {
    if (this.#isClosed) {
      release();
      return () => undefined;
    }
    this.#releases.add(release);
    return () => void this.#releases.delete(release);
  }

  end(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }
}
