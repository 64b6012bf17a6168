import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, isNonNullType, type GraphQLField, type GraphQLObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { projectFolder } from '../src/process.ts';
import { entityFields, mutations, queries, routes, subscriptions } from './policy.ts';

// Needs no registry: what is served must stand in the table before anybody can say who may have it.
const schema = buildSchema(readFileSync(join(projectFolder, 'gateway', 'api.graphql'), 'utf8'));
const fieldsOf = (type: string): readonly GraphQLField<unknown, unknown>[] =>
  Object.values((schema.getType(type) as GraphQLObjectType | undefined)?.getFields() ?? {});

/** Types that several ways lead to: those with a key in a subgraph. */
const entities = [
  ...new Set(
    readdirSync(join(projectFolder, 'subgraphs')).flatMap((name) =>
      [...readFileSync(join(projectFolder, 'subgraphs', name, 'schema.graphql'), 'utf8').matchAll(/^type (\w+) @key/gm)].map(([, type]) => type!),
    ),
  ),
];

const table = 'acceptance/permissions/policy.ts';
const argumentsOf = ({ args }: GraphQLField<unknown, unknown>): string =>
  args
    .map(({ name, type }) => {
      const input = schema.getType(String(type).replace(/[![\]]/g, ''));
      const inner = input && 'getFields' in input ? Object.values(input.getFields()).filter(({ type: of }) => isNonNullType(of)) : null;
      return inner ? `${name}: { ${inner.map((one) => `${one.name}: …`).join(', ')} }` : `${name}: …`;
    })
    .join(', ');

test.each([
  ['Query', 'queries', queries],
  ['Mutation', 'mutations', mutations],
  ['Subscription', 'subscriptions', subscriptions],
] as const)('every field of %s has a row that says who may', (type, list, rows) => {
  const select = type === 'Mutation' ? '' : ", select: '{ … }'";
  const missing = fieldsOf(type)
    .filter(({ name }) => !Object.hasOwn(rows, name))
    .map((field) => `Add to \`${list}\` in ${table}: ${field.name}: [{ who: …, of: …, ask: () => ({ ${argumentsOf(field)} })${select} }],`);
  expect(missing.join('\n')).toBe('');
  const known = new Set(fieldsOf(type).map(({ name }) => name));
  expect(
    Object.keys(rows).filter((name) => !known.has(name)),
    `no such field of ${type}: take the row out of ${table}`,
  ).toEqual([]);
});

test.each(entities)('every field of %s has a row that says to whom it is shown', (entity) => {
  const rows = entityFields[entity] ?? {};
  const missing = fieldsOf(entity)
    .filter(({ name }) => !Object.hasOwn(rows, name))
    .map(({ name }) => `Add to \`entityFields.${entity}\` in ${table}: ${name}: 'with it' | 'each by itself' | 'its own' | role(…),`);
  expect(missing.join('\n')).toBe('');
  const known = new Set(fieldsOf(entity).map(({ name }) => name));
  expect(Object.keys(rows).filter((name) => !known.has(name))).toEqual([]);
});

test('every HTTP route has a row that says who may', () => {
  const { paths } = JSON.parse(readFileSync(join(projectFolder, 'docs', 'openapi.json'), 'utf8')) as { paths: Record<string, Record<string, unknown>> };
  const served = Object.entries(paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`));
  const missing = served.filter((route) => !Object.hasOwn(routes, route)).map((route) => `Add to \`routes\` in ${table}: '${route}': { who: …, ask: … },`);
  expect(missing.join('\n')).toBe('');
});
