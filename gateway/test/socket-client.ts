import { once } from 'node:events';
import { WebSocket } from 'ws';

interface Message {
  readonly type: string;
  readonly id?: string;
  // Tests reach into payloads of every shape.
  readonly payload?: any;
}

/** A client of `graphql-transport-ws` that hides nothing: every message can be waited for, and the socket can be stopped from reading. */
export interface SocketClient {
  readonly socket: WebSocket;
  readonly messages: Message[];
  send(message: object): void;
  subscribe(id: string, query: string, variables?: object): void;
  /** The next message that fits, from those not yet taken. */
  next(id?: string, type?: string): Promise<Message>;
  /** Payloads of an operation until it completes or fails. */
  all(id: string): Promise<unknown[]>;
  closed(): Promise<{ readonly code: number; readonly reason: string }>;
  close(): Promise<void>;
}

export async function connectRaw(url: string, headers: Record<string, string> = {}): Promise<SocketClient> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  const messages: Message[] = [];
  const waiting = new Set<() => void>();
  const ended = new Promise<{ code: number; reason: string }>((resolve) => socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })));
  let isClosed = false;
  const wake = (): void => waiting.forEach((resolve) => resolve());
  socket.on('message', (data) => {
    messages.push(JSON.parse(String(data)) as Message);
    wake();
  });
  void ended.then(() => {
    isClosed = true;
    wake();
  });
  await once(socket, 'open');

  const client: SocketClient = {
    socket,
    messages,
    send: (message) => socket.send(JSON.stringify(message)),
    subscribe: (id, query, variables = {}) => client.send({ type: 'subscribe', id, payload: { query, variables } }),
    async next(id, type) {
      for (;;) {
        const index = messages.findIndex((message) => (id === undefined || message.id === id) && (type === undefined || message.type === type));
        if (index >= 0) return messages.splice(index, 1)[0]!;
        if (isClosed) throw new Error(`the socket closed before ${type ?? 'a message'} for ${id ?? 'it'} came`);
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
          setTimeout(resolve, 5_000).unref();
        }).finally(() => waiting.clear());
      }
    },
    async all(id) {
      const payloads: unknown[] = [];
      for (;;) {
        const message = await client.next(id);
        if (message.type === 'complete') return payloads;
        payloads.push(message.payload);
        if (message.type === 'error') return payloads;
      }
    },
    closed: () => ended,
    async close() {
      socket.terminate();
      await ended;
    },
  };
  return client;
}

/** A client that is through with `connection_init`. */
export async function connect(url: string, parameters: object = {}, headers: Record<string, string> = {}): Promise<SocketClient> {
  const client = await connectRaw(url, headers);
  client.send({ type: 'connection_init', payload: parameters });
  await client.next(undefined, 'connection_ack');
  return client;
}
