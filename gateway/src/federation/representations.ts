import { getResponseName, type QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isEntity, mergeInto, own, type Entity } from './merge.ts';
import { satisfies } from './types.ts';

/** Cuts from an entity what another subgraph needs to know it by; null where a part is missing. */
export type Represent = (entity: Entity) => Entity | null;

const cutValue = (represent: Represent, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((item) => cutValue(represent, item));
  return isEntity(value) ? represent(value) : null;
};

type Part = (entity: Entity, into: Entity) => boolean;

function compilePart(schema: GraphQLSchema, selection: QueryPlanSelectionNode): Part {
  if (selection.kind === 'InlineFragment') {
    const { typeCondition, selections } = selection;
    if (!typeCondition) return () => true;
    const represent = compileRepresentation(schema, selections);
    return (entity, into) => {
      const typeName = entity['__typename'];
      const part = typeof typeName === 'string' && satisfies(schema, typeName, typeCondition) ? represent(entity) : null;
      if (part) mergeInto(into, part);
      return true;
    };
  }
  const key = getResponseName(selection);
  const represent = selection.selections && compileRepresentation(schema, selection.selections);
  return (entity, into) => {
    const value = own(entity, key);
    if (value === undefined) return false;
    into[key] = represent ? cutValue(represent, value) : value;
    return true;
  };
}

/** The `requires` of a fetch as a function. */
export function compileRepresentation(schema: GraphQLSchema, selections: readonly QueryPlanSelectionNode[]): Represent {
  const parts = selections.map((selection) => compilePart(schema, selection));
  return (entity) => {
    const into: Entity = {};
    for (const part of parts) if (!part(entity, into)) return null;
    return into;
  };
}
