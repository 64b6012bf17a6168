import type { Server } from 'node:http';
import { addressBlock } from './address-block.ts';

export interface ConnectionBounds {
  /** Open at once in all. */
  readonly total: number;
  /** From one address; of what speaks for others (a trusted proxy) none. */
  readonly byAddress: number;
}
export const defaultConnectionBounds: ConnectionBounds = { total: 25_000, byAddress: 2_048 };

/** How many each party has of something, and that none has more than it may. */
export interface Count {
  readonly isFull: (party: string) => boolean;
  /** @returns what gives the place back, once; undefined when the party has as many as it may */
  readonly take: (party: string) => (() => void) | undefined;
}

export function createCount(most: number): Count {
  const counts = new Map<string, number>();
  const isFull = (party: string): boolean => (counts.get(party) ?? 0) >= most;
  return {
    isFull,
    take(party) {
      if (isFull(party)) return undefined;
      counts.set(party, (counts.get(party) ?? 0) + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        const left = counts.get(party)! - 1;
        if (left === 0) counts.delete(party);
        else counts.set(party, left);
      };
    },
  };
}

/** Closes connections beyond the bounds before a byte of them is read. @param speaksForOthers  whether connections from this address are a proxy's */
export function boundConnections(server: Server, { total, byAddress }: ConnectionBounds, speaksForOthers: (address: string) => boolean): void {
  server.maxConnections = total;
  const count = createCount(byAddress);
  server.on('connection', (socket) => {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined || speaksForOthers(remoteAddress)) return;
    const release = count.take(addressBlock(remoteAddress));
    if (release) socket.once('close', release);
    else socket.destroy();
  });
}
