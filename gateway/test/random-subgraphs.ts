import { createHash } from 'node:crypto';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  defaultFieldResolver,
  execute,
  getNullableType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  parse,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import type { SubgraphAnswer, SubgraphRequest } from '../src/federation/execute-plan.ts';

/** Answers that look random and are the same each time: everything follows from a seed, the place and the arguments. */
export interface RandomSubgraph {
  readonly schema: GraphQLSchema;
  answer(request: SubgraphRequest): Promise<SubgraphAnswer>;
}

const draw = (...parts: unknown[]): number => createHash('sha1').update(JSON.stringify(parts)).digest().readUInt32BE(0);

/** Chances in a thousand. */
export interface Chances {
  readonly nulls: number;
  readonly errors: number;
}

function value(type: GraphQLOutputType, seed: string, key: unknown[], schema: GraphQLSchema, chances: Chances): unknown {
  const luck = draw(seed, 'null', key) % 1000;
  if (!isNonNullType(type) && luck < chances.nulls) return null;
  const inner = getNullableType(type);
  if (isListType(inner))
    return Array.from({ length: draw(seed, 'length', key) % 4 }, (_, index) => value(inner.ofType, seed, [...key, index], schema, chances));
  if (isEnumType(inner)) return inner.getValues()[draw(seed, key) % inner.getValues().length]!.name;
  if (isUnionType(inner)) {
    const types = inner.getTypes();
    return { __typename: types[draw(seed, key) % types.length]!.name, id: `${inner.name}-${draw(seed, key) % 7}` };
  }
  if (isObjectType(inner)) return { __typename: inner.name, id: `${inner.name}-${draw(seed, key) % 7}` };
  const number = draw(seed, key);
  const scalars: Record<string, unknown> = { Int: number % 1000, Float: number / 7, Boolean: number % 2 === 0, ID: `id-${number % 50}` };
  return scalars[String(inner)] ?? `${String(inner)} ${number % 100}`;
}

/** A subgraph whose every field is drawn from the seed; keys come from the reference, so that entities agree. */
export function randomSubgraph(name: string, typeDefs: string, seed: string, chances: Chances): RandomSubgraph {
  const schema = buildSubgraphSchema({ typeDefs: parse(typeDefs) });
  const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, args, context, info) => {
    const given = defaultFieldResolver(source, args, context, info);
    if (given !== undefined) return given;
    const id = (source as { id?: unknown } | undefined)?.id;
    const key = [info.parentType.name, id ?? info.path.prev?.key ?? null, info.fieldName, args];
    if (draw(seed, 'error', key) % 1000 < chances.errors) throw new Error(`${name} fails at ${info.parentType.name}.${info.fieldName}`);
    return value(info.returnType, seed, key, schema, chances);
  };
  return {
    schema,
    async answer({ query, variables, operationName }) {
      const document = parse(query);
      const result = await execute({ schema, document, variableValues: variables, operationName, fieldResolver, rootValue: {} });
      return JSON.parse(JSON.stringify(result)) as SubgraphAnswer;
    },
  };
}
