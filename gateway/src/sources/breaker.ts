/** Failures in a row after which a subgraph counts as down. */
const failuresBeforeOpen = 5;
/** How long it is left alone then; one request in each such time tries whether it is back. */
const openMs = 1_000;
/** Requests that may wait for one subgraph. A stopped one would otherwise gather them all until they time out. */
const waitingAtMost = 1_000;

/** Why a subgraph was not even asked. */
export class NotAsked extends Error {}
/** Why a request was given up that the subgraph is not to blame for. */
export class ClientGone extends Error {}

/**
 * Keeps a dead subgraph from holding what needs it: after five failures in a row it is asked once a second, and everybody else is told at once.
 * Nothing is ever tried again for a client: retries are what turns a slow subgraph into a dead one.
 */
export class Breaker {
  readonly #name: string;
  readonly #now: () => number;
  readonly #onChange: (isOpen: boolean) => void;
  #failures = 0;
  #retryAt = 0;
  #waiting = 0;

  constructor(name: string, onChange: (isOpen: boolean) => void, now: () => number = () => performance.now()) {
    this.#name = name;
    this.#onChange = onChange;
    this.#now = now;
  }

  /** Runs the request, or refuses it. @throws NotAsked while the subgraph is down or has too much before it */
  async run<T>(request: () => Promise<T>): Promise<T> {
    if (this.#failures >= failuresBeforeOpen) {
      if (this.#now() < this.#retryAt) throw new NotAsked(`${this.#name} is down`);
      this.#retryAt = this.#now() + openMs;
    }
    if (this.#waiting >= waitingAtMost) throw new NotAsked(`${this.#name} has ${this.#waiting} requests before it`);
    this.#waiting++;
    try {
      const answer = await request();
      if (this.#failures >= failuresBeforeOpen) this.#onChange(false);
      this.#failures = 0;
      return answer;
    } catch (error) {
      if (error instanceof ClientGone) throw error;
      this.#failures++;
      this.#retryAt = this.#now() + openMs;
      if (this.#failures === failuresBeforeOpen) this.#onChange(true);
      throw error;
    } finally {
      this.#waiting--;
    }
  }
}
