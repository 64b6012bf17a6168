import type { GType, GTypes } from '@gati/gtype';
import { z } from 'zod';
import { identifier } from './fields.ts';
import { manifestLimits } from './limits.ts';
import { paragraph } from './rule.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const count = z.int().min(0);

const validator = z.strictObject({
  type: z.enum(['min', 'max', 'minLength', 'maxLength', 'pattern', 'email', 'url', 'uuid', 'enum', 'custom']),
  value: z.json().optional(),
  message: paragraph(1000).optional(),
});

/** What every type may say beside its kind. */
const common = {
  description: paragraph(2000).optional(),
  optional: z.boolean().optional(),
  nullable: z.boolean().optional(),
  validators: z.array(validator).max(50).optional(),
};

/** A GType as plain JSON; recursive, so the schema names itself. */
export const gtype: z.ZodType<GType> = z.lazy(() => z.union([reference, kinds])).meta({ id: 'GType' }) as never;

const reference = z.strictObject({ $ref: z.string().regex(/^#\/definitions\/[^/~]+$/), ...common });

const kinds = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('primitive'), primitiveType: z.enum(['string', 'number', 'boolean', 'null', 'undefined']), ...common }),
  z.strictObject({ kind: z.literal('literal'), value: scalar, ...common }),
  z.strictObject({
    kind: z.literal('object'),
    properties: z.record(z.string(), gtype),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), gtype]).optional(),
    ...common,
  }),
  z.strictObject({ kind: z.literal('array'), items: gtype, minItems: count.optional(), maxItems: count.optional(), ...common }),
  z.strictObject({ kind: z.literal('tuple'), items: z.array(gtype), ...common }),
  z.strictObject({ kind: z.literal('union'), types: z.array(gtype).min(1), ...common }),
  z.strictObject({ kind: z.literal('intersection'), types: z.array(gtype).min(1), ...common }),
  z.strictObject({ kind: z.literal('enum'), values: z.array(scalar).min(1), ...common }),
]);

const handler = z.strictObject({ description: paragraph(2000).optional(), input: gtype.optional(), output: gtype.optional() });

/** The types of a manifest: what each handler takes and gives, and the types that `$ref` names. */
export const gtypes = z
  .strictObject({
    handlers: z
      .record(identifier, handler)
      .refine((all) => Object.keys(all).length <= manifestLimits.handlers, {
        error: `has more than ${manifestLimits.handlers} handlers`,
        params: { fix: 'Split the module.' },
      })
      .optional(),
    definitions: z.record(z.string(), gtype).optional(),
  })
  .superRefine((value, context) => {
    const defined = new Set(Object.keys(value.definitions ?? {}));
    for (const { path, type } of rootsOf(value as GTypes)) {
      for (const fault of faultsOf(type, defined))
        context.addIssue({ code: 'custom', path: [...path, ...fault.path], message: fault.message, params: { fix: fault.fix } });
    }
  });

function* rootsOf({ handlers = {}, definitions = {} }: GTypes): Iterable<{ readonly path: readonly string[]; readonly type: GType }> {
  for (const [name, { input, output }] of Object.entries(handlers)) {
    if (input) yield { path: ['handlers', name, 'input'], type: input };
    if (output) yield { path: ['handlers', name, 'output'], type: output };
  }
  for (const [name, type] of Object.entries(definitions)) yield { path: ['definitions', name], type };
}

interface TypeFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly fix: string;
}

/** What the shape alone cannot say: references lead somewhere, required properties exist, the nesting ends. */
function* faultsOf(root: GType, defined: ReadonlySet<string>): Iterable<TypeFault> {
  const waiting: { readonly type: GType; readonly path: readonly (string | number)[]; readonly depth: number }[] = [{ type: root, path: [], depth: 1 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { type, path, depth } = next;
    if (depth > manifestLimits.gtypeDepth) {
      yield {
        path,
        message: `is nested deeper than ${manifestLimits.gtypeDepth} levels`,
        fix: 'Name inner types under definitions and refer to them by $ref.',
      };
      return;
    }
    if (type.kind === undefined) {
      const name = type.$ref.slice('#/definitions/'.length);
      if (!defined.has(name)) yield { path: [...path, '$ref'], message: `«${type.$ref}» leads nowhere`, fix: `Add ${name} under gtypes.definitions.` };
    }
    if (type.kind === 'object') {
      const missing = type.required?.find((name) => !Object.hasOwn(type.properties, name));
      if (missing !== undefined)
        yield { path: [...path, 'required'], message: `requires «${missing}», which is no property`, fix: 'Add the property, or do not require it.' };
    }
    if (type.kind === 'array' && type.minItems !== undefined && type.maxItems !== undefined && type.minItems > type.maxItems) {
      yield { path: [...path, 'minItems'], message: `«${type.minItems}» is more than maxItems`, fix: 'Swap the two.' };
    }
    for (const inner of innerTypes(type)) waiting.push({ type: inner.type, path: [...path, ...inner.path], depth: depth + 1 });
  }
}

function innerTypes(type: GType): readonly { readonly path: readonly (string | number)[]; readonly type: GType }[] {
  switch (type.kind) {
    case 'object': {
      const properties = Object.entries(type.properties).map(([name, inner]) => ({ path: ['properties', name], type: inner }));
      return typeof type.additionalProperties === 'object' ? [...properties, { path: ['additionalProperties'], type: type.additionalProperties }] : properties;
    }
    case 'array':
      return [{ path: ['items'], type: type.items }];
    case 'tuple':
      return type.items.map((inner, index) => ({ path: ['items', index], type: inner }));
    case 'union':
    case 'intersection':
      return type.types.map((inner, index) => ({ path: ['types', index], type: inner }));
    default:
      return [];
  }
}
