/** Reads a stream of pieces in whatever sizes the reader needs. */
export interface ByteReader {
  /** Exactly `sizeBytes` bytes; fewer only at the end of the stream. */
  readonly read: (sizeBytes: number) => Promise<Uint8Array>;
  /** The next piece, at most `maxBytes` long; empty only at the end of the stream. */
  readonly piece: (maxBytes?: number) => Promise<Uint8Array>;
  /** Gives bytes back, to be read next. */
  readonly unread: (bytes: Uint8Array) => void;
  /** Lets go of the stream. */
  readonly close: () => Promise<void>;
}

const nothing = new Uint8Array(0);

export function byteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const iterator = source[Symbol.asyncIterator]();
  let held: Uint8Array = nothing;
  let isOver = false;

  const pull = async (): Promise<boolean> => {
    while (!isOver) {
      const next = await iterator.next();
      if (next.done === true) isOver = true;
      else if (next.value.length > 0) {
        held = next.value;
        return true;
      }
    }
    return false;
  };
  const take = (maxBytes: number): Uint8Array => {
    const taken = held.length <= maxBytes ? held : held.subarray(0, maxBytes);
    held = held.subarray(taken.length);
    return taken;
  };

  return {
    read: async (sizeBytes) => {
      if (held.length >= sizeBytes) return take(sizeBytes);
      const whole = new Uint8Array(sizeBytes);
      let filled = 0;
      while (filled < sizeBytes && (held.length > 0 || (await pull()))) {
        const part = take(sizeBytes - filled);
        whole.set(part, filled);
        filled += part.length;
      }
      return filled === sizeBytes ? whole : whole.subarray(0, filled);
    },
    piece: async (maxBytes = Number.POSITIVE_INFINITY) => (held.length > 0 || (await pull()) ? take(maxBytes) : nothing),
    unread: (bytes) => {
      held = held.length === 0 ? bytes : new Uint8Array(Buffer.concat([bytes, held]));
    },
    close: async () => {
      isOver = true;
      held = nothing;
      await iterator.return?.();
    },
  };
}
