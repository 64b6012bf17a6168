import { keepAlive, requestIdHeader, socketLimits, type Logger } from '@gati/subgraph';
import { WebSocket } from 'ws';
import type { Caller } from '../caller.ts';
import type { SubgraphAnswer, SubgraphError, SubgraphRequest } from '../federation/execute-plan.ts';
import { credentialsOf, type IdentityKind } from './credentials.ts';
import { createEventQueue, type EventQueue } from './event-queue.ts';
import type { ClientSocket } from './source.ts';

export interface UpstreamOptions {
  readonly name: string;
  /** `ws://127.0.0.1:4001/graphql` */
  readonly url: string;
  readonly identity: IdentityKind;
  /** From opening to the subgraph's acknowledgement. */
  readonly timeoutMs: number;
  readonly logger: Logger;
}

/** A subgraph's sockets: one for each client socket that follows something there, never shared between clients. */
export interface UpstreamSockets {
  subscribe(request: SubgraphRequest, caller: Caller, client: ClientSocket): Promise<AsyncIterableIterator<SubgraphAnswer>>;
  close(): Promise<void>;
}

/** Ours send an event when they are asked for one, so one place is enough; a foreign subgraph sends when it likes, and its events may be more than states. */
const queueCapacity = { signed: 1, forwarded: 64 } as const;
const messageSizeBytes = 4 * 1024 * 1024;

interface Message {
  readonly type?: string;
  readonly id?: string;
  readonly payload?: unknown;
}

function parseMessage(data: unknown): Message {
  const message: unknown = JSON.parse(String(data));
  return typeof message === 'object' && message !== null ? message : {};
}

/** One upstream socket, speaking `graphql-transport-ws` as its client. */
class UpstreamSocket {
  readonly #options: UpstreamOptions;
  readonly #socket: WebSocket;
  readonly #queues = new Map<string, EventQueue<SubgraphAnswer>>();
  readonly #ready: Promise<void>;
  #acknowledge: () => void = () => undefined;
  #nextId = 1;
  #isClosed = false;

  constructor(options: UpstreamOptions, credentials: Record<string, string>, onClosed: () => void) {
    this.#options = options;
    this.#socket = new WebSocket(options.url, 'graphql-transport-ws', {
      handshakeTimeout: options.timeoutMs,
      maxPayload: messageSizeBytes,
      perMessageDeflate: false,
    });
    this.#ready = new Promise((resolve, reject) => {
      this.#acknowledge = resolve;
      const deadline = setTimeout(() => this.#socket.terminate(), options.timeoutMs);
      deadline.unref();
      this.#socket.once('close', (code: number) => {
        clearTimeout(deadline);
        reject(new Error(`the socket to ${options.name} closed (${code})`));
      });
    });
    this.#ready.catch(() => undefined);
    this.#socket.on('open', () => this.#send({ type: 'connection_init', payload: credentials }));
    this.#socket.on('message', (data) => this.#receive(data));
    this.#socket.on('error', (error) => options.logger.debug({ err: error, subgraph: options.name }, 'an upstream socket failed'));
    this.#socket.once('close', (code: number) => {
      this.#closed(code);
      onClosed();
    });
    keepAlive(this.#socket, socketLimits.keepAliveMs);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  async subscribe(
    { query, operationName, variables }: SubgraphRequest,
    requestId: string,
    credentials: Record<string, string>,
  ): Promise<AsyncIterableIterator<SubgraphAnswer>> {
    const id = String(this.#nextId++);
    const isOurs = this.#options.identity === 'signed';
    let isFirst = true;
    const queue = createEventQueue<SubgraphAnswer>({
      capacity: queueCapacity[this.#options.identity],
      onWanted: () => {
        if (isOurs && !isFirst) this.#send({ type: 'pong', payload: { demand: id } });
        isFirst = false;
      },
      onReturned: () => {
        this.#send({ type: 'complete', id });
        this.#forget(id);
      },
    });
    this.#queues.set(id, queue);
    try {
      await this.#ready;
    } catch (error) {
      this.#forget(id);
      throw error;
    }
    const extensions = isOurs ? { ...credentials, [requestIdHeader]: requestId, demand: true } : undefined;
    this.#send({ type: 'subscribe', id, payload: { query, operationName, variables, extensions } });
    return queue.events;
  }

  close(): void {
    this.#isClosed = true;
    this.#socket.close(1000);
  }

  #send(message: object): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** The last subscription takes the socket with it: an idle one would only have to be kept alive. */
  #forget(id: string): void {
    this.#queues.delete(id);
    if (this.#queues.size === 0) this.close();
  }

  #receive(data: unknown): void {
    let message: Message;
    try {
      message = parseMessage(data);
    } catch {
      this.#socket.terminate();
      return;
    }
    if (message.type === 'connection_ack') this.#acknowledge();
    else if (message.type === 'ping') this.#send({ type: 'pong', ...(message.payload === undefined ? {} : { payload: message.payload }) });
    else if (message.id !== undefined) this.#deliver(message.id, message);
  }

  #deliver(id: string, { type, payload }: Message): void {
    const queue = this.#queues.get(id);
    if (!queue) return;
    if (type === 'next') queue.push(payload as SubgraphAnswer);
    else if (type === 'error') {
      queue.push({ errors: Array.isArray(payload) ? (payload as SubgraphError[]) : [] });
      queue.end();
      this.#forget(id);
    } else if (type === 'complete') {
      queue.end();
      this.#forget(id);
    }
  }

  #closed(code: number): void {
    this.#isClosed = true;
    for (const queue of this.#queues.values()) queue.fail(new Error(`the socket to ${this.#options.name} closed (${code})`));
    this.#queues.clear();
  }
}

/** Opens sockets to one subgraph as client sockets need them, and closes them with these. */
export function createUpstreamSockets(options: UpstreamOptions): UpstreamSockets {
  const byClient = new WeakMap<ClientSocket, UpstreamSocket>();
  const all = new Set<UpstreamSocket>();

  function socketFor(client: ClientSocket, credentials: Record<string, string>): UpstreamSocket {
    const present = byClient.get(client);
    if (present && !present.isClosed) return present;
    const socket = new UpstreamSocket(options, credentials, () => {
      all.delete(socket);
      forgetClient();
    });
    const forgetClient = client.onClose(() => socket.close());
    all.add(socket);
    byClient.set(client, socket);
    return socket;
  }

  return {
    async subscribe(request, caller, client) {
      const credentials = credentialsOf(options.identity, caller);
      return socketFor(client, credentials).subscribe(request, caller.requestId, credentials);
    },
    async close() {
      for (const socket of all) socket.close();
    },
  };
}
