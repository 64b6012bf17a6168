import { EventEmitter } from 'node:events';
import { anonymous, type Principal } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import { defineSubgraph, makeExecutable, serveSubgraph, type SubgraphModule, type SubgraphRequest, type SubgraphServer } from '@gati/subgraph';
import { createGateway, type Gateway, type GatewayOptions, type GatewaySubgraph } from '../src/index.ts';
import { keptLogger, type KeptLogger } from './silent-logger.ts';

/** A small shop of three subgraphs that the gateway's tests ask: goods, ratings of goods, and persons who rate. */

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@listSize", "@cost", "@shareable"])';

interface Good {
  readonly id: string;
  readonly name: string;
  price: number;
}

/** What a test can see and do inside the shop. */
export interface Shop {
  readonly modules: readonly SubgraphModule[];
  /** Operations that reached each subgraph. */
  readonly calls: Record<string, number>;
  totalCalls(): number;
  /** Changes a price; who follows the good gets an event. */
  setPrice(id: string, price: number): void;
  /** Sources of subscriptions that are open now. */
  openSources(): number;
  /** Identities that each context was made with, in order. */
  readonly seen: SubgraphRequest[];
}

const handleOf = (principal: Principal): string | null => (principal.kind === 'anonymous' ? null : principal.handle);

export function createShop(): Shop {
  const goods = new Map<string, Good>(Array.from({ length: 20 }, (_, index) => [`g${index}`, { id: `g${index}`, name: `Good ${index}`, price: 100 + index }]));
  const news = new EventEmitter().setMaxListeners(0);
  const calls: Record<string, number> = { goods: 0, ratings: 0, persons: 0 };
  const seen: SubgraphRequest[] = [];
  let sources = 0;

  const counted = (name: string) => (request: SubgraphRequest) => {
    calls[name]!++;
    seen.push(request);
    return request;
  };

  /** The newest state each time it is asked for: what comes in between is passed over. */
  function follow(id: string): AsyncIterableIterator<Good> {
    sources++;
    let isOpen = true;
    let isNew = true;
    let wake: (() => void) | undefined;
    const onPrice = (): void => {
      isNew = true;
      wake?.();
    };
    news.on(id, onPrice);
    const close = (): void => {
      if (!isOpen) return;
      isOpen = false;
      sources--;
      news.off(id, onPrice);
      wake?.();
    };
    const stream: AsyncIterableIterator<Good> = {
      [Symbol.asyncIterator]: () => stream,
      async next() {
        while (isOpen && !isNew) await new Promise<void>((resolve) => (wake = resolve));
        isNew = false;
        const good = goods.get(id);
        if (!isOpen || !good || good.price < 0) {
          close();
          return { done: true, value: undefined };
        }
        return { done: false, value: { ...good } };
      },
      async return() {
        close();
        return { done: true, value: undefined };
      },
    };
    return stream;
  }

  /** One object for all who follow: what one subscriber's answer gains must not show in another's. */
  const sharedGood = { id: 'g1', name: 'Shared', price: 1, extras: { list: [1, 2] } };

  const goodsModule = defineSubgraph<SubgraphRequest>({
    name: 'goods',
    typeDefs: `${link}
      scalar JSON
      type Query { good(id: ID!): Good goods(first: Int = 3): [Good!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false) whoami: String secret: String boom: String dear: Good @cost(weight: 50) }
      type Mutation { setPrice(id: ID!, price: Int!): Good }
      type Subscription { priceChanged(id: ID!): Good failing(after: Int!): Good secretChanged: Good whoIsThere(times: Int!): Good shared: Good }
      type Good @key(fields: "id") { id: ID! name: String! price: Int! caller: String extras: JSON padding(bytes: Int!): String kin(first: Int = 3): [Good!] @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false) }`,
    resolvers: {
      Query: {
        good: (_: unknown, { id }: { id: string }) => goods.get(id) ?? null,
        goods: (_: unknown, { first }: { first: number }) => [...goods.values()].slice(0, first),
        whoami: (_: unknown, _args: unknown, { principal }: SubgraphRequest) => handleOf(principal),
        dear: () => goods.get('g0'),
        secret: () => {
          throw new RegistryError('UNAUTHENTICATED', {});
        },
        boom: () => {
          throw new Error('select * from accounts; /srv/registry/secret.ts');
        },
      },
      Mutation: {
        setPrice: (_: unknown, { id, price }: { id: string; price: number }) => {
          const good = goods.get(id);
          if (!good) throw new RegistryError('NOT_FOUND', { reference: `good ${id}` });
          good.price = price;
          news.emit(id);
          return good;
        },
      },
      Subscription: {
        priceChanged: {
          subscribe: (_: unknown, { id }: { id: string }) => {
            if (!goods.has(id)) throw new RegistryError('NOT_FOUND', { reference: `good ${id}` });
            return follow(id);
          },
          resolve: (good: Good) => good,
        },
        failing: {
          subscribe: async function* (_: unknown, { after }: { after: number }) {
            for (let index = 0; index < after; index++) yield goods.get(`g${index}`);
            throw new Error('the source is dead: password=hunter2');
          },
          resolve: (good: Good) => good,
        },
        secretChanged: {
          subscribe: (_: unknown, _args: unknown, { principal }: SubgraphRequest) => {
            if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
            return follow('g0');
          },
          resolve: (good: Good) => good,
        },
        whoIsThere: {
          subscribe: async function* (_: unknown, { times }: { times: number }) {
            for (let index = 0; index < times; index++) yield goods.get('g0');
          },
          resolve: (good: Good) => good,
        },
        shared: {
          subscribe: async function* () {
            yield sharedGood;
          },
          resolve: (good: Good) => good,
        },
      },
      Good: {
        __resolveReference: ({ id }: { id: string }) => goods.get(id) ?? null,
        caller: (_: unknown, _args: unknown, { principal }: SubgraphRequest) => handleOf(principal),
        padding: (_: unknown, { bytes }: { bytes: number }) => 'x'.repeat(bytes),
        kin: (_: unknown, { first }: { first: number }) => [...goods.values()].slice(0, first),
      },
    },
    contextFor: counted('goods'),
  });

  const ratingsModule = defineSubgraph<SubgraphRequest>({
    name: 'ratings',
    typeDefs: `${link}
      type Good @key(fields: "id") { id: ID! ratings(first: Int = 2): [Rating!] @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false) ratedBy: String explode: String }
      type Rating { stars: Int! by: Person }
      type Person @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Good: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        ratings: ({ id }: Good, { first }: { first: number }) =>
          Array.from({ length: first }, (_, index) => ({ stars: 1 + (index % 5), by: { id: `p-${id}-${index}` } })),
        ratedBy: (_: unknown, _args: unknown, { principal }: SubgraphRequest) => handleOf(principal),
        explode: () => {
          throw new RegistryError('RATE_LIMITED', { retryAfterSeconds: 7 });
        },
      },
    },
    contextFor: counted('ratings'),
  });

  const personsModule = defineSubgraph<SubgraphRequest>({
    name: 'persons',
    typeDefs: `${link}
      type Query { me: Person }
      type Person @key(fields: "id") { id: ID! name: String! }`,
    resolvers: {
      Query: { me: (_: unknown, _args: unknown, { principal }: SubgraphRequest) => (principal.kind === 'anonymous' ? null : { id: principal.accountId }) },
      Person: {
        // Whoever is hidden is hidden from everybody.
        __resolveReference: ({ id }: { id: string }) => (id.endsWith('-hidden') ? null : { id }),
        name: ({ id }: { id: string }) => `Person ${id}`,
      },
    },
    contextFor: counted('persons'),
  });

  return {
    modules: [goodsModule, ratingsModule, personsModule],
    calls,
    totalCalls: () => Object.values(calls).reduce((sum, count) => sum + count, 0),
    setPrice(id, price) {
      goods.get(id)!.price = price;
      news.emit(id);
    },
    openSources: () => sources,
    seen,
  };
}

export const publicUrl = 'http://127.0.0.1:4000';
export const secret = 'a secret of the tests';

export const principalOf = (handle: string): Principal => ({
  kind: 'user',
  accountId: `account-${handle}`,
  handle,
  sessionId: `session-${handle}`,
  apiKeyId: null,
  scopes: new Set(['read', 'publish'] as const),
  limitedTo: null,
});

/** `Bearer <handle>` counts, `Bearer expired` does not, no header is anonymous. */
export async function authenticate(authorization: string | undefined): Promise<Principal> {
  if (authorization === undefined) return anonymous;
  const handle = /^Bearer (\w[\w-]*)$/.exec(authorization)?.[1];
  if (!handle || handle === 'expired') throw new RegistryError('UNAUTHENTICATED', { reason: 'The credentials do not count any more.' });
  return principalOf(handle);
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // Tests reach into answers of every shape.
  readonly body: any;
}

export type Shape = 'in process' | 'over HTTP';
export const shapes: readonly Shape[] = ['in process', 'over HTTP'];

/** A gateway that listens, with the shop behind it. */
export interface OpenGateway {
  readonly shop: Shop;
  readonly gateway: Gateway;
  readonly url: string;
  readonly logger: KeptLogger;
  readonly servers: ReadonlyMap<string, SubgraphServer>;
  /** Credentials that were withdrawn. */
  readonly withdrawn: Set<string>;
  ask(
    query: string,
    options?: { readonly variables?: object; readonly user?: string; readonly headers?: Record<string, string>; readonly operationName?: string },
  ): Promise<Answer>;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly shape?: Shape;
  readonly gateway?: Partial<Omit<GatewayOptions, 'graph'>>;
  readonly graph?: Partial<Extract<GatewayOptions['graph'], { kind: 'registry' }>>;
}

export async function openGateway({ shape = 'in process', gateway: overrides = {}, graph = {} }: OpenOptions = {}): Promise<OpenGateway> {
  const shop = createShop();
  const logger = keptLogger();
  const withdrawn = new Set<string>();
  const servers = new Map<string, SubgraphServer>();
  const subgraphs: GatewaySubgraph[] = [];
  for (const module of shop.modules) {
    const executable = makeExecutable(module, { publicUrl, logger });
    if (shape === 'in process') {
      subgraphs.push({ executable });
      continue;
    }
    const server = await serveSubgraph({ executable, port: 0, host: '127.0.0.1', secret, publicUrl, logger });
    servers.set(module.name, server);
    subgraphs.push({ name: module.name, typeDefs: module.typeDefs, origin: server.url });
  }
  const gateway = await createGateway({
    graph: {
      kind: 'registry',
      subgraphs,
      secret,
      authenticate,
      redeemSocketTicket: async (ticket) => {
        if (!ticket.startsWith('ticket-')) throw new RegistryError('UNAUTHENTICATED', {});
        return principalOf(ticket.slice('ticket-'.length));
      },
      isStillValid: async (principal) => principal.kind === 'anonymous' || !withdrawn.has(principal.handle),
      webOrigin: null,
      ...graph,
    },
    port: 0,
    host: '127.0.0.1',
    publicUrl,
    logger,
    validityIntervalMs: 50,
    ...overrides,
    sockets: { eventIntervalMs: 0, ...overrides.sockets },
  });
  const url = await gateway.listen();
  return {
    shop,
    gateway,
    url,
    logger,
    servers,
    withdrawn,
    async ask(query, { variables, user, headers, operationName } = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(user ? { authorization: `Bearer ${user}` } : {}), ...headers },
        body: JSON.stringify({ query, variables, operationName }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
    },
    async close() {
      await gateway.close();
      for (const server of servers.values()) await server.close();
    },
  };
}
