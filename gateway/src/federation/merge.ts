/** An object of an answer in the making. */
export type Entity = Record<string, unknown>;

export const isEntity = (value: unknown): value is Entity => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A property that the data itself has. Field names and aliases are the client's to choose, and `constructor` or `toString` must not find what every object
 * inherits; data from JSON holds no functions.
 */
export function own(entity: Entity, key: string): unknown {
  const value = entity[key];
  return typeof value === 'function' ? undefined : value;
}

function mergeItem(target: unknown[], index: number, value: unknown): void {
  const present = target[index];
  if (isEntity(present) && isEntity(value)) mergeInto(present, value);
  else target[index] = value;
}

/**
 * Writes what a fetch gave into what is there already. Objects and lists of equal length meet field by field, else the later value stands, but a later null
 * never erases an object: it comes from a subgraph that had nothing to add.
 */
export function mergeInto(target: Entity, source: Entity): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value === undefined || key === '__proto__') continue;
    const present = own(target, key);
    if (typeof present !== 'object' || present === null) target[key] = value;
    else if (Array.isArray(value)) {
      if (Array.isArray(present) && present.length === value.length) value.forEach((item, index) => mergeItem(present, index, item));
      else target[key] = value;
    } else if (isEntity(value) && !Array.isArray(present)) mergeInto(present as Entity, value);
    else if (value !== null) target[key] = value;
  }
}
