import { canonicalJson } from './canonical.ts';
import { isSubtype, type Definitions } from './subtype.ts';
import type { GType, GTypes } from './types.ts';

export type Bump = 'MAJOR' | 'MINOR' | 'PATCH' | 'NONE';
type Position = 'INPUT' | 'OUTPUT';

export interface TypeChange {
  /** JSON Pointer into the manifest's gtypes. */
  readonly path: string;
  readonly position: Position;
  /** Stable name of the rule that judged it. */
  readonly rule: string;
  readonly breaking: boolean;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string;
  readonly suggestion: string | null;
}

export interface Comparison {
  readonly breaking: boolean;
  readonly suggestedBump: Bump;
  /** Breaking ones first, at most 1000. */
  readonly changes: readonly TypeChange[];
}

const changesMax = 1_000;

/**
 * What changed in the types between two versions, and whether it can break a caller.
 * A caller is safe when the newer input takes every value that the older took, and the newer output is always a value of the older output.
 * Sound: what cannot be proved safe is breaking.
 */
export function compareGTypes(before: GTypes, after: GTypes): Comparison {
  if (canonicalJson(before) === canonicalJson(after)) return { breaking: false, suggestedBump: 'NONE', changes: [] };
  const changes: TypeChange[] = [];
  const old = before.handlers ?? {};
  const now = after.handlers ?? {};
  for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const path = `/handlers/${pointer(name)}`;
    if (!Object.hasOwn(old, name)) changes.push(handlerAdded(path, now[name]));
    else if (!Object.hasOwn(now, name)) changes.push(handlerRemoved(path, old[name]));
    else {
      for (const position of ['INPUT', 'OUTPUT'] as const) {
        const key = position === 'INPUT' ? 'input' : 'output';
        walk({
          path: `${path}/${key}`,
          position,
          before: old[name]?.[key],
          after: now[name]?.[key],
          definitions: { before: before.definitions ?? {}, after: after.definitions ?? {} },
          changes,
        });
      }
    }
  }
  const breaking = changes.some((change) => change.breaking);
  changes.sort((a, b) => Number(b.breaking) - Number(a.breaking) || (a.path < b.path ? -1 : 1));
  return {
    breaking,
    suggestedBump: breaking ? 'MAJOR' : changes.some(({ rule }) => rule !== 'text-changed') ? 'MINOR' : 'PATCH',
    changes: changes.slice(0, changesMax),
  };
}

/** A key as a part of a JSON Pointer (RFC 6901). */
const pointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

const handlerAdded = (path: string, after: unknown): TypeChange => ({
  path,
  position: 'INPUT',
  rule: 'handler-added',
  breaking: false,
  before: null,
  after,
  reason: 'A new handler breaks no caller of the others.',
  suggestion: null,
});
const handlerRemoved = (path: string, before: unknown): TypeChange => ({
  path,
  position: 'INPUT',
  rule: 'handler-removed',
  breaking: true,
  before,
  after: null,
  reason: 'Whoever calls this handler finds it no more.',
  suggestion: 'Call another handler, or stay on the older version.',
});

interface Step {
  readonly path: string;
  readonly position: Position;
  readonly before: GType | undefined;
  readonly after: GType | undefined;
  readonly definitions: { readonly before: Definitions; readonly after: Definitions };
  readonly changes: TypeChange[];
}

/** Goes down as long as both sides have the same form, so that a change is named where it is. */
function walk(step: Step): void {
  const { path, before, after, changes } = step;
  if (changes.length > changesMax) return;
  const sameText = canonicalJson(before) === canonicalJson(after);
  if (sameText && !mentionsReference(before)) return;
  if (before?.kind === 'object' && after?.kind === 'object' && sameExcept(before, after, ['properties', 'required']))
    return walkObject({ ...step, before, after });
  if (before?.kind === 'array' && after?.kind === 'array' && sameExcept(before, after, ['items']))
    return walk({ ...step, path: `${path}/items`, before: before.items, after: after.items });
  const safe = isSafe(step);
  if (sameText && safe) return;
  changes.push(judged(step, safe, ruleOf(before, after)));
}

function walkObject(step: Step & { before: Extract<GType, { kind: 'object' }>; after: Extract<GType, { kind: 'object' }> }): void {
  const { path, before, after } = step;
  const requiredBefore = new Set(before.required);
  const requiredAfter = new Set(after.required);
  for (const key of new Set([...Object.keys(before.properties), ...Object.keys(after.properties), ...requiredBefore, ...requiredAfter])) {
    const of = (type: typeof before, required: ReadonlySet<string>) => {
      const property = Object.hasOwn(type.properties, key) ? type.properties[key] : undefined;
      return { property, alone: { ...type, properties: property ? { [key]: property } : {}, required: required.has(key) ? [key] : [] } as GType };
    };
    const old = of(before, requiredBefore);
    const now = of(after, requiredAfter);
    const inside = { ...step, path: `${path}/properties/${pointer(key)}` };
    if (requiredBefore.has(key) === requiredAfter.has(key) && old.property && now.property) {
      walk({ ...inside, before: old.property, after: now.property });
      continue;
    }
    // Judged as objects with this property alone: what else they may hold decides too.
    const safe = isSafe({ ...inside, before: old.alone, after: now.alone });
    const rule = !old.property ? 'property-added' : !now.property ? 'property-removed' : requiredAfter.has(key) ? 'property-required' : 'property-optional';
    step.changes.push(judged({ ...inside, before: old.property, after: now.property }, safe, rule));
  }
}

const isSafe = ({ position, before, after, definitions }: Pick<Step, 'position' | 'before' | 'after' | 'definitions'>): boolean => {
  const old = before && { type: before, definitions: definitions.before };
  const now = after && { type: after, definitions: definitions.after };
  // A side without a type says nothing: it takes and gives anything.
  if (position === 'INPUT') return !now || (!!old && isSubtype(old, now));
  return !old || (!!now && isSubtype(now, old));
};

function judged({ path, position, before, after }: Pick<Step, 'path' | 'position' | 'before' | 'after'>, safe: boolean, rule: string): TypeChange {
  const reason = safe
    ? position === 'INPUT'
      ? 'Every value that was accepted before is accepted now.'
      : 'Every value that is returned now is one that could be returned before.'
    : position === 'INPUT'
      ? 'A value that was accepted before may be refused now.'
      : 'A value may be returned now that callers were never told of.';
  const suggestion = safe ? null : position === 'INPUT' ? 'Send only values of the new type.' : 'Be ready for values of the new type.';
  return { path, position, rule, breaking: !safe, before: before ?? null, after: after ?? null, reason, suggestion };
}

function ruleOf(before: GType | undefined, after: GType | undefined): string {
  if (!before) return 'type-added';
  if (!after) return 'type-removed';
  if (canonicalJson(withoutText(before)) === canonicalJson(withoutText(after))) return mentionsReference(before) ? 'definition-changed' : 'text-changed';
  if (before.kind !== after.kind) return 'kind-changed';
  if (before.nullable !== after.nullable) return 'nullable-changed';
  if (before.optional !== after.optional) return 'optional-changed';
  if (canonicalJson(before.validators ?? []) !== canonicalJson(after.validators ?? [])) return 'validators-changed';
  return `${before.kind ?? 'reference'}-changed`;
}

/** A type without its texts for people, at every depth. */
function withoutText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutText);
  if (typeof value !== 'object' || value === null) return value;
  const isType = 'kind' in value || '$ref' in value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, member]) => (isType && key === 'description' ? [] : [[key, withoutText(member)]])));
}

const sameExcept = (a: GType, b: GType, keys: readonly string[]): boolean => {
  const rest = (type: GType) => canonicalJson(Object.fromEntries(Object.entries(type).filter(([key]) => !keys.includes(key))));
  return rest(a) === rest(b);
};

const mentionsReference = (type: GType | undefined): boolean => type !== undefined && canonicalJson(type).includes('"$ref"');
