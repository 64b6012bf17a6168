import type { FetchDataRewrite } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isEntity, own, type Entity } from './merge.ts';
import { satisfies } from './types.ts';

/** Changes data in place, where the planner could not ask for it under its final name. */
export type Rewrite = (value: unknown) => void;

const fragment = '... on ';

function changeOf(rewrite: FetchDataRewrite, field: string): (entity: Entity) => void {
  if (rewrite.kind === 'ValueSetter') return (entity) => void (entity[field] = rewrite.setValueTo);
  return (entity) => {
    const value = own(entity, field);
    if (!value) return;
    entity[rewrite.renameKeyTo] = value;
    entity[field] = undefined;
  };
}

function apply(schema: GraphQLSchema, path: readonly string[], value: unknown, change: (entity: Entity) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) apply(schema, path, item, change);
    return;
  }
  if (!isEntity(value)) return;
  const [step, ...rest] = path;
  if (step === undefined) change(value);
  else if (!step.startsWith(fragment)) apply(schema, rest, own(value, step), change);
  else if (typeof value['__typename'] !== 'string' || satisfies(schema, value['__typename'], step.slice(fragment.length))) apply(schema, rest, value, change);
}

/** The rewrites of one fetch as one function; undefined where there are none. */
export function compileRewrites(schema: GraphQLSchema, rewrites: readonly FetchDataRewrite[] | undefined): Rewrite | undefined {
  if (!rewrites?.length) return undefined;
  const compiled = rewrites.flatMap((rewrite) => {
    const field = rewrite.path.at(-1);
    if (field === undefined) return [];
    const change = changeOf(rewrite, field);
    return [(value: unknown) => apply(schema, rewrite.path.slice(0, -1), value, change)];
  });
  return (value) => {
    for (const rewrite of compiled) rewrite(value);
  };
}
