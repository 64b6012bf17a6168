import { canonicalJson } from './canonical.ts';
import type { GType, GValidator } from './types.ts';

export type Definitions = Readonly<Record<string, GType>>;

/** A type with the definitions that its references name: the two sides of a comparison have their own. */
export interface Side {
  readonly type: GType;
  readonly definitions: Definitions;
}

/** Past this many steps nothing is proved: a hostile manifest cannot keep the process busy. */
const stepsMax = 20_000;

/**
 * Whether every JSON value of the first type is a value of the second: true only where that is proved, so false means «not proved».
 * Recursive types are compared by assuming what is being proved.
 */
export function isSubtype(narrow: Side, wide: Side): boolean {
  let steps = 0;
  const assumed = new Set<string>();

  const proves = (a: GType, b: GType): boolean => {
    if (++steps > stepsMax) return false;
    const left = follow(a, narrow.definitions);
    const right = follow(b, wide.definitions);
    if (!left || !right) return false;
    if (isSelfContained(left) && canonicalJson(left) === canonicalJson(right)) return true;
    if (left.optional && !right.optional) return false;
    if (left.nullable && !acceptsNull(right)) return false;
    if (a !== left || b !== right) {
      const key = `${canonicalJson(a)}⊆${canonicalJson(b)}`;
      if (assumed.has(key)) return true;
      assumed.add(key);
    }
    return byKind(left, right);
  };

  const acceptsNull = (type: GType): boolean =>
    type.nullable === true ||
    (!type.validators?.length && type.kind === 'primitive' && type.primitiveType === 'null') ||
    (!type.validators?.length && type.kind === 'literal' && type.value === null) ||
    (!type.validators?.length && type.kind === 'enum' && type.values.includes(null)) ||
    (!type.validators?.length &&
      type.kind === 'union' &&
      type.types.some((member) => acceptsNull(follow(member, wide.definitions) ?? { kind: 'enum', values: [] })));

  const byKind = (a: GType, b: GType): boolean => {
    // A union on the left is under the right when each of its members is; its own validators only narrow it further.
    if (b.kind === 'intersection') return !b.validators?.length && b.types.every((member) => proves(unmarked(a), member));
    if (a.kind === 'union') return !b.validators?.length && a.types.every((member) => proves(member, b));
    if (a.kind === 'intersection' && a.types.some((member) => proves(member, unmarked(b)))) return true;
    if (b.kind === 'union') return !b.validators?.length && b.types.some((member) => proves(unmarked(a), member));
    if (!validatorsImply(a, b)) return false;
    if (a.kind === 'enum') return a.values.every((value) => holds(value, b));
    if (a.kind === 'literal') return holds(a.value, b);
    if (a.kind === 'primitive') return b.kind === 'primitive' ? a.primitiveType === b.primitiveType : a.primitiveType === 'null' && holds(null, b);
    if (a.kind === 'object' && b.kind === 'object') return objectProves(a, b);
    if (a.kind === 'array' && b.kind === 'array')
      return (a.minItems ?? 0) >= (b.minItems ?? 0) && (a.maxItems ?? Infinity) <= (b.maxItems ?? Infinity) && (a.maxItems === 0 || proves(a.items, b.items));
    if (a.kind === 'tuple' && b.kind === 'tuple')
      return a.items.length === b.items.length && a.items.every((item, index) => proves(item, b.items[index] as GType));
    if (a.kind === 'tuple' && b.kind === 'array')
      return a.items.length >= (b.minItems ?? 0) && a.items.length <= (b.maxItems ?? Infinity) && a.items.every((item) => proves(item, b.items));
    return false;
  };

  const objectProves = (a: Extract<GType, { kind: 'object' }>, b: Extract<GType, { kind: 'object' }>): boolean => {
    const required = new Set(a.required);
    if ((b.required ?? []).some((key) => !required.has(key))) return false;
    for (const [key, target] of Object.entries(b.properties)) {
      const own = propertyOf(a.properties, key);
      if (own ? !proves(own, target) : !additionalProves(a.additionalProperties, target)) return false;
    }
    const extra = Object.entries(a.properties).filter(([key]) => !propertyOf(b.properties, key));
    if (b.additionalProperties === false) return extra.length === 0 && a.additionalProperties === false;
    if (typeof b.additionalProperties !== 'object') return true;
    const beyond = b.additionalProperties;
    return extra.every(([, type]) => proves(type, beyond)) && additionalProves(a.additionalProperties, beyond);
  };

  /** Whether what an object may hold beyond its named properties is under a type. */
  const additionalProves = (additional: boolean | GType | undefined, target: GType): boolean =>
    additional === false || (typeof additional === 'object' && proves(additional, target));

  return proves(narrow.type, wide.type);
}

const propertyOf = (properties: Readonly<Record<string, GType>>, key: string): GType | undefined =>
  Object.hasOwn(properties, key) ? properties[key] : undefined;

/** The type without its marks for absence and null, which were judged before. */
const unmarked = (type: GType): GType => ({ ...type, optional: false, nullable: false });

/** Whether a type means the same on both sides: it refers to no definition, and has no condition that is code. */
const isSelfContained = (type: GType): boolean => !/"\$ref"|"custom"/.test(canonicalJson(type));

/** The type that a chain of references names; null when it names nothing or itself. */
function follow(type: GType, definitions: Definitions): GType | null {
  let current = type;
  for (let hops = 0; current.kind === undefined; hops++) {
    const name = /^#\/definitions\/(.+)$/.exec(current.$ref)?.[1];
    const target = name === undefined ? undefined : propertyOf(definitions, name);
    if (!target || hops > 32) return null;
    current = { ...target, ...(current.optional ? { optional: true } : {}), ...(current.nullable ? { nullable: true } : {}) } as GType;
  }
  return current;
}

/** Whether one JSON scalar is a value of a type of one piece. */
function holds(value: string | number | boolean | null, type: GType): boolean {
  if (value === null && type.nullable) return true;
  if (type.kind === 'primitive') return (value === null ? 'null' : typeof value) === type.primitiveType && scalarPasses(value, type.validators);
  if (type.kind === 'literal') return value === type.value && scalarPasses(value, type.validators);
  if (type.kind === 'enum') return type.values.includes(value) && scalarPasses(value, type.validators);
  return false;
}

const scalarPasses = (value: unknown, validators: readonly GValidator[] = []): boolean =>
  validators.every(({ type, value: bound }) => {
    if (type === 'min') return typeof value !== 'number' || value >= Number(bound);
    if (type === 'max') return typeof value !== 'number' || value <= Number(bound);
    if (type === 'minLength') return typeof value !== 'string' || value.length >= Number(bound);
    if (type === 'maxLength') return typeof value !== 'string' || value.length <= Number(bound);
    return typeof value !== 'string' && type !== 'custom';
  });

/** Whether every condition on the right follows from one on the left: the same one, or a tighter bound. */
function validatorsImply(a: GType, b: GType): boolean {
  if (a.kind === 'enum' || a.kind === 'literal') return true;
  return (b.validators ?? []).every((wanted) => (a.validators ?? []).some((given) => implies(given, wanted)));
}

function implies(given: GValidator, wanted: GValidator): boolean {
  if (given.type !== wanted.type) return false;
  if (given.type === 'min' || given.type === 'minLength') return Number(given.value) >= Number(wanted.value);
  if (given.type === 'max' || given.type === 'maxLength') return Number(given.value) <= Number(wanted.value);
  return given.type !== 'custom' && canonicalJson(given.value) === canonicalJson(wanted.value);
}
