import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  parse,
  validate,
  type FieldNode,
} from 'graphql';
import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDocuments } from '../src/documents.ts';
import { composeSupergraph } from '../src/federation/compose.ts';
import { loadSupergraph, type Supergraph } from '../src/federation/supergraph.ts';
import { createPricing } from '../src/limits/cost.ts';
import { defaultLimits } from '../src/limits/limits.ts';
import { contractOperations, contractSchemas, pending, served } from './contract-world.ts';
import { silentLogger } from './silent-logger.ts';

let supergraph: Supergraph;
beforeAll(async () => {
  supergraph = await loadSupergraph(composeSupergraph(contractSchemas), silentLogger);
});

const fragmentsOf = (document: (typeof contractOperations)[number]['document']) =>
  new Map(document.definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [])));

/** Defaults of an operation's variables; sizes the contract leaves open are the schema's. */
const defaultsOf = ({ definition }: (typeof contractOperations)[number]): Record<string, unknown> =>
  Object.fromEntries(
    (definition.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)]] : [],
    ),
  );

function fetchesOf(node: QueryPlan['node']): { serviceName: string; operation: string }[] {
  if (!node) return [];
  switch (node.kind) {
    case 'Fetch':
      return [node];
    case 'Flatten':
      return fetchesOf(node.node);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetchesOf);
    case 'Subscription':
      return [node.primary, ...fetchesOf(node.rest)];
    case 'Condition':
      return [...fetchesOf(node.ifClause), ...fetchesOf(node.elseClause)];
    case 'Defer':
      throw new Error('nothing is deferred');
  }
}
function depthOf(node: PlanNode | QueryPlan['node']): number {
  if (!node) return 0;
  switch (node.kind) {
    case 'Fetch':
      return 1;
    case 'Flatten':
      return depthOf(node.node);
    case 'Sequence':
      return node.nodes.reduce((sum, child) => sum + depthOf(child), 0);
    case 'Parallel':
      return Math.max(...node.nodes.map(depthOf));
    case 'Subscription':
      return 1 + depthOf(node.rest);
    case 'Condition':
      return Math.max(depthOf(node.ifClause), depthOf(node.elseClause));
    case 'Defer':
      throw new Error('nothing is deferred');
  }
}

describe('the contract', () => {
  it('is divided into what is served and what is named as pending', () => {
    const names = contractOperations.map(({ name }) => name);
    expect([...pending].filter((name) => !names.includes(name))).toEqual([]);
    expect(served.length).toBeGreaterThan(30);
  });

  it.each(served.map((operation) => [operation.name, operation] as const))(
    '%s is valid as written, and planned in at most two steps',
    (_name, { document, definition }) => {
      expect(validate(supergraph.apiSchema, document)).toEqual([]);
      const { node } = supergraph.plan(document, definition.name?.value);
      const subgraphs = new Map(contractSchemas.map(({ name, typeDefs }) => [name, buildSubgraphSchema({ typeDefs: parse(typeDefs) })]));
      const fetches = fetchesOf(node);
      expect(fetches.length).toBeGreaterThan(0);
      for (const { serviceName, operation } of fetches) expect(validate(subgraphs.get(serviceName)!, parse(operation))).toEqual([]);
      expect(depthOf(node)).toBeLessThanOrEqual(2);
    },
  );

  it('costs at most 7,891 an operation at default sizes, resolving one reference', () => {
    const price = createPricing(supergraph.apiSchema, supergraph.supergraphSdl);
    const costs = served.map((operation) => [operation.name, price(operation.definition, fragmentsOf(operation.document))(defaultsOf(operation))] as const);
    const dearest = [...costs].sort(([, a], [, b]) => b - a)[0]!;
    expect(dearest).toEqual(['Resolve', 7_891]);
  });

  it('lets an operation resolve twice, and pays for each reference', () => {
    const documents = createDocuments(supergraph, defaultLimits);
    const resolves = (count: number): string =>
      `query($refs: [String!]!) { ${Array.from({ length: count }, (_, index) => `r${index}: resolve(refs: $refs) { problems { code } }`).join(' ')} }`;
    const refs = (count: number) => ({ refs: Array.from({ length: count }, (_, index) => `@acme/a${index}`) });
    const costOf = (text: string, variables: object = {}) => documents.prepare(text, undefined, variables as Record<string, unknown>).cost;

    const one = costOf(resolves(1), refs(1));
    expect(costOf(resolves(1), refs(200)) - one).toBe(199 * 30);
    expect(costOf('{ resolve(refs: ["@a/b", "@a/c", "@a/d"]) { problems { code } } }') - one).toBe(2 * 30);
    expect(costOf('query($refs: [String!]! = ["@a/b", "@a/c"]) { resolve(refs: $refs) { problems { code } } }') - one).toBe(30);
    expect(costOf(resolves(2), refs(1))).toBeGreaterThan(10_000);
    expect(() => documents.prepare(resolves(3), undefined, refs(1))).toThrow(/cost/);
  });

  it('stays far below every limit, and three nested pages of 100 stay out', () => {
    const documents = createDocuments(supergraph, defaultLimits);
    for (const { document, name, text } of served) {
      const needed = Object.fromEntries(
        (document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)!.variableDefinitions ?? []).map(({ variable }) => [
          variable.name.value,
          undefined,
        ]),
      );
      // Variables are missing, and that is all that is wrong.
      try {
        documents.prepare(text, name, needed);
      } catch (error) {
        for (const fault of (error as { errors: readonly Error[] }).errors) expect(fault.message).toMatch(/^Variable "\$/);
      }
    }
    const pages = `{ search(query: { text: "x" }, first: 100) { nodes { artifact { namespace { artifacts(first: 100) { nodes { versions(first: 100) { nodes { version } } } } } } } } }`;
    expect(() => documents.prepare(pages, undefined, {})).toThrow(/cost/);
  });

  it.each(contractOperations.filter(({ name }) => pending.has(name)).map((operation) => [operation.name, operation] as const))(
    '%s is pending: no root field of it is in the schema',
    (_name, { definition, document }) => {
      const root = supergraph.apiSchema.getRootType(definition.operation);
      const fields = definition.selectionSet.selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection as FieldNode] : []));
      const isAbsent = fields.every(({ name }) => !root?.getFields()[name.value]);
      // What begins at a field that is served otherwise (`viewer { alerts }`) must still not be valid.
      expect(isAbsent || validate(supergraph.apiSchema, document).length > 0).toBe(true);
    },
  );
});

describe('the schema is the manual', () => {
  it('describes every type, field, argument, input and enum value, in whole sentences', () => {
    const undescribed: string[] = [];
    const check = (place: string, description: string | null | undefined): void => {
      if (!description || !/[.]$/.test(description.trim())) undescribed.push(place);
    };
    for (const type of Object.values(supergraph.apiSchema.getTypeMap())) {
      if (isIntrospectionType(type) || isSpecifiedScalarType(getNamedType(type))) continue;
      check(type.name, type.description);
      if (isEnumType(type)) for (const value of type.getValues()) check(`${type.name}.${value.name}`, value.description);
      if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) check(`${type.name}.${field.name}`, field.description);
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        check(`${type.name}.${field.name}`, field.description);
        for (const argument of field.args) check(`${type.name}.${field.name}(${argument.name})`, argument.description);
      }
    }
    expect(undescribed).toEqual([]);
  });
});
