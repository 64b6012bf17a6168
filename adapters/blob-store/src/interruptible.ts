/** The stream until the signal fires; then it fails at once with the signal's reason, even while it waits for bytes from a connection that is dead. */
export async function* interruptible(body: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = body[Symbol.asyncIterator]();
  let failWaiting: ((reason: unknown) => void) | null = null;
  const onAbort = (): void => failWaiting?.(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      // A promise of its own for each piece: racing against one that lives as long as the stream would keep a reaction for every piece.
      const next = await new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
        failWaiting = reject;
        if (signal.aborted) reject(signal.reason);
        else iterator.next().then(resolve, reject);
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not awaited: the iterator of a dead connection may never answer, and destroying it is its owner's business.
    void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}
