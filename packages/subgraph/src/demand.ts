/**
 * Flow control that graphql-transport-ws lacks. The gateway asks for it by `extensions.demand: true` in a subscription's payload; then each event after
 * the first is sent only when the gateway asks for it by a Pong with the payload `{ demand: <subscription id> }`. So a slow reader's backpressure reaches the
 * source, which gives its newest state when asked, and nothing is lost by dropping events on the way. A client that does not ask is served as usual.
 */
export interface Demand {
  /** One more event may go. */
  ask(): void;
  /** The same stream, at the pace of the asking. */
  pace<T>(stream: AsyncIterableIterator<T>): AsyncIterableIterator<T>;
}

/** What a Pong's payload asks for: the id of a subscription. */
export const demandedBy = (payload: unknown): string | undefined => {
  const id = (payload as { demand?: unknown } | null | undefined)?.demand;
  return typeof id === 'string' ? id : undefined;
};

/** One subscription's demand; the first event needs none. */
export function createDemand(): Demand {
  let credit = 1;
  let wake: (() => void) | undefined;
  return {
    ask() {
      credit = Math.min(credit + 1, 1);
      wake?.();
    },
    pace(stream) {
      let ended = false;
      const paced: typeof stream = {
        [Symbol.asyncIterator]: () => paced,
        async next() {
          if (credit === 0) await new Promise<void>((resolve) => (wake = resolve));
          wake = undefined;
          if (ended) return { done: true, value: undefined };
          credit = 0;
          return stream.next();
        },
        async return(value) {
          ended = true;
          wake?.();
          return stream.return ? stream.return(value) : { done: true, value: undefined };
        },
      };
      return paced;
    },
  };
}
