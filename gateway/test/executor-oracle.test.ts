import { buildOperationContext, executeQueryPlan, type GraphQLDataSource } from '@apollo/gateway';
import { Supergraph } from '@apollo/federation-internals';
import { getOperationAST, getVariableValues, Kind, parse, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeSupergraph } from '../src/federation/compose.ts';
import type { SubgraphAnswer, SubgraphRequest } from '../src/federation/execute-plan.ts';
import { planOperation } from '../src/federation/operation.ts';
import { loadSupergraph } from '../src/federation/supergraph.ts';
import { contractSchemas, served } from './contract-world.ts';
import { randomSubgraph, type Chances } from './random-subgraphs.ts';
import { silentLogger } from './silent-logger.ts';

/** Apollo's own executor is the oracle: over the same plan and the same answers ours gives the same data and the same errors at the same places. */

const shop = [
  {
    name: 'goods',
    typeDefs: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
      type Query { goods(first: Int = 3): [Good!]! found: [Found!] good(id: ID!): Good nested: [[Good]] }
      interface Priced { price: Int! }
      type Good implements Priced @key(fields: "id") @key(fields: "sku box { code }") { id: ID! sku: String! box: Box! price: Int! name: String boom: String! kind: Kind }
      type Box @shareable { code: String! note: String }
      type Note @key(fields: "id") { id: ID! text: String! name: Int }
      union Found = Good | Note
      enum Kind { SMALL LARGE }`,
  },
  {
    name: 'ratings',
    typeDefs: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@shareable"])
      type Good @key(fields: "id") { id: ID! price: Int! @external box: Box! @external label: String! @requires(fields: "price box { code }") ratings(first: Int = 2): [Rating!]! best: Rating rank: Int! }
      type Box @shareable { code: String! note: String }
      type Note @key(fields: "id") { id: ID! likes: Int! rank: String }
      type Rating { stars: Int! of: Good by: Person! }
      type Person @key(fields: "id", resolvable: false) { id: ID! }`,
  },
  {
    name: 'persons',
    typeDefs: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
      type Query { me: Person }
      type Person @key(fields: "id") { id: ID! name: String! friends: [Person] secret: String }`,
  },
];
const shopOperations: [string, DocumentNode][] = Object.entries({
  lists: '{ goods { id name ratings { stars by { name friends { name friends { secret } } } of { id name label } } } }',
  nested: '{ nested { name label best { by { name } of { sku } } } }',
  unions: '{ found { __typename ... on Good { n: name label r: rank } ... on Note { text likes n: name r: rank } ... on Priced { price } } }',
  aliases:
    '{ a: goods(first: 1) { constructor: name toString: label __typename t: __typename } b: goods(first: 2) { x: ratings(first: 1) { stars } y: ratings(first: 3) { stars } } }',
  conditions:
    'query($yes: Boolean!, $no: Boolean = false) { goods { name @include(if: $yes) label @skip(if: $yes) ... @include(if: $no) { rank } ...F @skip(if: $no) } } fragment F on Good { best { stars @include(if: $yes) by @skip(if: $no) { name } } }',
  typenames: '{ __typename me { __typename friends { __typename } } found { __typename } }',
  introspection: '{ __schema { queryType { name } } __type(name: "Good") { name fields { name } } me { name } }',
  fragments:
    '{ goods { ...A ...B } } fragment A on Good { ratings { ...C } } fragment B on Good { ratings { by { secret } } kind boom } fragment C on Rating { stars by { ...D } } fragment D on Person { name }',
  missing: '{ good(id: "Good-1") { id label best { by { name } } } }',
}).map(([name, text]) => [name, parse(text)]);

const variablesFor = (operation: OperationDefinitionNode): Record<string, unknown> =>
  Object.fromEntries(
    (operation.variableDefinitions ?? []).map(({ variable, type }) => {
      const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
      const list = named.kind === Kind.LIST_TYPE;
      const name = named.kind === Kind.NAMED_TYPE ? named.name.value : '';
      const values: Record<string, unknown> = { String: 'text', ID: 'id', Int: 3, Boolean: true };
      return [variable.name.value, list ? [] : (values[name] ?? {})];
    }),
  );

interface Outcome {
  readonly data: unknown;
  readonly errors: readonly string[];
}
const sorted = (errors: readonly { message: string; path?: unknown }[]): string[] =>
  errors.map(({ message, path }) => `${message} @ ${JSON.stringify(path ?? null)}`).sort();

async function compare(
  schemas: readonly { name: string; typeDefs: string }[],
  operations: readonly [string, DocumentNode][],
  seeds: number,
  chances: Chances,
): Promise<number> {
  const supergraph = await loadSupergraph(composeSupergraph(schemas), silentLogger);
  const federated = Supergraph.build(supergraph.supergraphSdl, { validateSupergraph: false });
  const oracleApi = federated.apiSchema();
  let compared = 0;
  for (const [name, document] of operations) {
    const operation = getOperationAST(document)!;
    if (operation.operation === 'subscription') continue;
    const variables = variablesFor(operation);
    const { coerced } = getVariableValues(supergraph.apiSchema, operation.variableDefinitions ?? [], variables);
    if (!coerced) continue;
    const planned = planOperation(supergraph, document, operation);
    if (planned.kind === 'subscription') continue;
    for (let seed = 0; seed < seeds; seed++) {
      const subgraphs = new Map(schemas.map((schema) => [schema.name, randomSubgraph(schema.name, schema.typeDefs, `seed ${seed}`, chances)]));
      const ask = (subgraph: string, request: SubgraphRequest): Promise<SubgraphAnswer> => subgraphs.get(subgraph)!.answer(request);

      const ours = await planned.execute({ given: variables, coerced, send: ask });
      const oursOut: Outcome = {
        data: JSON.parse(JSON.stringify(ours.data)),
        errors: sorted(
          ours.faults.map((fault) => ({ message: fault.kind === 'subgraph' ? String(fault.error.message) : String(fault.cause), path: fault.place })),
        ),
      };

      const operationContext = buildOperationContext({ schema: supergraph.apiSchema, operationDocument: document, operationName: undefined as never });
      const sources = Object.fromEntries(
        schemas.map((schema) => [
          schema.name,
          {
            process: ({ request }) => ask(schema.name, { query: request.query!, operationName: request.operationName, variables: request.variables ?? {} }),
          } as GraphQLDataSource,
        ]),
      );
      const requestContext = {
        request: { query: '', variables },
        document,
        schema: supergraph.apiSchema,
        context: {},
        metrics: {},
        logger: silentLogger,
      } as never;
      const theirs = (await executeQueryPlan(
        supergraph.plan(document, undefined),
        sources,
        requestContext,
        operationContext,
        supergraph.fullSchema,
        oracleApi,
      )) as {
        data?: unknown;
        errors?: readonly { message: string; path?: unknown }[];
      };
      expect(oursOut, `${name}, seed ${seed}`).toEqual({ data: JSON.parse(JSON.stringify(theirs.data)), errors: sorted(theirs.errors ?? []) });
      compared++;
    }
  }
  return compared;
}

describe('our executor and the oracle', () => {
  it('agree on a schema with unions, requires, compound keys and nested lists, whatever the subgraphs answer', async () => {
    expect(await compare(shop, shopOperations, 40, { nulls: 150, errors: 60 })).toBe(40 * shopOperations.length);
  }, 60_000);

  it('agree on the contract operations', async () => {
    expect(
      await compare(
        contractSchemas,
        served.map(({ name, document }) => [name, document]),
        8,
        { nulls: 60, errors: 15 },
      ),
    ).toBeGreaterThan(100);
  }, 60_000);
});
