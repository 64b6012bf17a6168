import type { SubgraphAnswer, SubgraphRequest } from '../federation/execute-plan.ts';
import type { Caller } from '../caller.ts';

export type OperationKind = 'query' | 'mutation' | 'subscription';

/** A subgraph as the gateway reaches it: in this process or over the network. */
export interface SubgraphSource {
  readonly name: string;
  /** @throws where it cannot be reached in time or answers no GraphQL */
  send(request: SubgraphRequest, kind: OperationKind, caller: Caller): Promise<SubgraphAnswer>;
  /** Starts a subscription for one client socket; sources over the network keep one upstream socket for each. @throws as `send` */
  subscribe(request: SubgraphRequest, caller: Caller, client: ClientSocket): Promise<AsyncIterableIterator<SubgraphAnswer> | SubgraphAnswer>;
  close(): Promise<void>;
}

/** A client's socket, as far as sources care: what they opened for it ends with it. */
export interface ClientSocket {
  /** Calls `release` when the socket has closed; the answer takes it back. */
  onClose(release: () => void): () => void;
}
