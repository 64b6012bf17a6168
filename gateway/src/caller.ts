import { ROOT_CONTEXT, type Context as TraceContext } from '@opentelemetry/api';
import type { Principal } from '@gati/authority';

/** Who asks for one operation or one event, and what its requests to subgraphs carry. */
export interface Caller {
  readonly principal: Principal;
  readonly requestId: string;
  /** Where the request came from, for limits by address. */
  readonly clientAddress: string | undefined;
  /** The client's own header; given on to foreign subgraphs only. */
  readonly authorization: string | undefined;
  /** The signed identity for subgraphs of ours; minted when the first one is asked, once for all requests of this operation or event. */
  identity(): string;
  /** The span that the requests belong under. */
  readonly trace: TraceContext;
  /** Aborted when nobody waits for the answer any more. */
  readonly abandoned: Abandonment;
}

/** Tells those who fetch for a caller that the caller is gone; cheaper than an AbortController where nobody listens. */
export class Abandonment {
  readonly #listeners = new Set<() => void>();
  #isAbandoned = false;

  get isAbandoned(): boolean {
    return this.#isAbandoned;
  }

  abandon(): void {
    if (this.#isAbandoned) return;
    this.#isAbandoned = true;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  /** Calls `listener` once the caller is gone; the answer takes it back. */
  whenAbandoned(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

export interface CallerFacts {
  readonly principal: Principal;
  readonly requestId: string;
  readonly clientAddress?: string | undefined;
  readonly authorization?: string | undefined;
  readonly trace?: TraceContext;
  readonly abandoned?: Abandonment;
}

/** A caller whose identity is minted when it is first needed. */
export function createCaller(facts: CallerFacts, mint: (principal: Principal, clientAddress?: string) => string): Caller {
  let token: string | undefined;
  return {
    principal: facts.principal,
    requestId: facts.requestId,
    clientAddress: facts.clientAddress,
    authorization: facts.authorization,
    identity: () => (token ??= mint(facts.principal, facts.clientAddress)),
    trace: facts.trace ?? ROOT_CONTEXT,
    abandoned: facts.abandoned ?? new Abandonment(),
  };
}
