import { defineSubgraph, type SubgraphModule, type SubgraphRequest } from '@gati/subgraph';

/** Three small subgraphs in memory that hand one query from hop to hop: catalog → reviews → people. */

const link = (names: string): string => `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names}])`;

interface Product {
  readonly id: string;
  readonly name: string;
  readonly priceMinor: number;
  readonly sku: string;
}
interface Review {
  readonly id: string;
  readonly body: string;
  readonly stars: number;
  readonly authorId: string;
}

export const productCount = 1_000;
export const reviewsPerProduct = 5;
const peopleCount = 200;

const products = new Map<string, Product>(
  Array.from({ length: productCount }, (_, index) => [
    `p${index}`,
    { id: `p${index}`, name: `Product ${index}`, priceMinor: 100 + index, sku: `SKU-${index}` },
  ]),
);
const reviews = new Map<string, readonly Review[]>(
  Array.from({ length: productCount }, (_, index) => [
    `p${index}`,
    Array.from({ length: reviewsPerProduct }, (_unused, n) => ({
      id: `r${index}-${n}`,
      body: `What somebody thinks of product ${index}, at some length, for the ${n + 1}th time.`,
      stars: ((index + n) % 5) + 1,
      authorId: `u${(index * 7 + n) % peopleCount}`,
    })),
  ]),
);

const callerOf = ({ principal }: SubgraphRequest): string | null => (principal.kind === 'anonymous' ? null : principal.handle);

export const catalog: SubgraphModule<SubgraphRequest> = defineSubgraph({
  name: 'catalog',
  typeDefs: `${link('"@key"')}
    type Query { product(id: ID!, nonce: String): Product }
    type Product @key(fields: "id") { id: ID! name: String! priceMinor: Int! sku: String! }`,
  resolvers: {
    Query: { product: (_: unknown, { id }: { id: string }) => products.get(id) ?? null },
    Product: { __resolveReference: ({ id }: { id: string }) => products.get(id) ?? null },
  },
  contextFor: (request) => request,
});

export const reviewing: SubgraphModule<SubgraphRequest> = defineSubgraph({
  name: 'reviews',
  typeDefs: `${link('"@key"')}
    type Product @key(fields: "id") { id: ID! reviews(first: Int! = 3): [Review!] averageStars: Float }
    type Review { id: ID! body: String! stars: Int! author: Person }
    type Person @key(fields: "id", resolvable: false) { id: ID! }`,
  resolvers: {
    Product: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      reviews: ({ id }: { id: string }, { first }: { first: number }) => (reviews.get(id) ?? []).slice(0, first),
      averageStars: ({ id }: { id: string }) => {
        const all = reviews.get(id) ?? [];
        return all.reduce((sum, { stars }) => sum + stars, 0) / (all.length || 1);
      },
    },
    Review: { author: ({ authorId }: Review) => ({ id: authorId }) },
  },
  contextFor: (request) => request,
});

export const people: SubgraphModule<SubgraphRequest> = defineSubgraph({
  name: 'people',
  typeDefs: `${link('"@key"')}
    type Person @key(fields: "id") { id: ID! handle: String! name: String! seenBy: String }
    type Query { me: String }`,
  resolvers: {
    Query: { me: (_: unknown, _args: unknown, request: SubgraphRequest) => callerOf(request) },
    Person: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      handle: ({ id }: { id: string }) => `handle-${id}`,
      name: ({ id }: { id: string }) => `Person ${id}`,
      seenBy: (_: unknown, _args: unknown, request: SubgraphRequest) => callerOf(request),
    },
  },
  contextFor: (request) => request,
});

export const modules: readonly SubgraphModule<SubgraphRequest>[] = [catalog, reviewing, people];

/** The three-hop query; `seenBy` tells whose identity reached the last hop. */
export const threeHops = `query ThreeHops($id: ID!, $nonce: String!, $first: Int!) {
  product(id: $id, nonce: $nonce) {
    id name priceMinor sku averageStars
    reviews(first: $first) { id body stars author { id handle name seenBy } }
  }
}`;
