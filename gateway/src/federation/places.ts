import type { ResponsePath } from '@apollo/query-planner';
import { isEntity, own, type Entity } from './merge.ts';

/** Where in the answer: field names and list indexes. */
export type Place = readonly (string | number)[];

/** Every object that a plan's path names, in the order of the answer; `@` steps into a list. What is null on the way is left out. */
export function entitiesAt(root: unknown, path: ResponsePath): Entity[] {
  let values: unknown[] = [root];
  for (const step of path) {
    const next: unknown[] = [];
    for (const value of values) {
      if (step === '@') {
        if (Array.isArray(value)) for (const item of value) next.push(item);
      } else if (isEntity(value)) next.push(own(value, String(step)));
    }
    values = next;
  }
  return values.filter(isEntity);
}

/** The places of the same objects. Walked only when an error has to say where it happened. */
export function placesOf(root: unknown, path: ResponsePath): ReadonlyMap<Entity, Place> {
  let located: { readonly value: unknown; readonly place: Place }[] = [{ value: root, place: [] }];
  for (const step of path) {
    located = located.flatMap(({ value, place }) => {
      if (step === '@') return Array.isArray(value) ? value.map((item: unknown, index) => ({ value: item, place: [...place, index] })) : [];
      return isEntity(value) ? [{ value: own(value, String(step)), place: [...place, String(step)] }] : [];
    });
  }
  return new Map(located.flatMap(({ value, place }) => (isEntity(value) ? [[value, place] as const] : [])));
}
