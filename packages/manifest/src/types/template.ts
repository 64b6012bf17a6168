import { z } from 'zod';
import { identifier, pathPattern, path } from '../fields.ts';
import { line } from '../rule.ts';

const value = z.union([z.string().max(2000), z.number(), z.boolean()]);

const variable = z.strictObject({
  name: identifier,
  type: z.enum(['string', 'number', 'boolean', 'enum']),
  description: line(300).optional(),
  default: value.optional(),
  /** For `enum`: what can be chosen. */
  options: z.array(line(200)).min(1).max(100).optional(),
  /** For `string`: a regular expression that the whole value must match. */
  pattern: z.string().max(500).optional(),
  required: z.boolean().optional(),
});
type Variable = z.infer<typeof variable>;

/** Files with variables, from which a project starts. */
export const templateSettings = z
  .strictObject({
    root: path.optional(),
    variables: z.array(variable).max(200).optional(),
    /** Files that are made only when a variable is true or set. */
    conditional: z
      .array(z.strictObject({ files: pathPattern, when: identifier }))
      .max(200)
      .optional(),
  })
  .superRefine(({ variables = [], conditional = [] }, context) => {
    const names = new Set<string>();
    variables.forEach((one, index) => {
      const fault = names.has(one.name) ? { at: 'name', message: `«${one.name}» is the name of two variables`, fix: 'Rename one of them.' } : faultOf(one);
      names.add(one.name);
      if (fault) context.addIssue({ code: 'custom', path: ['variables', index, fault.at], message: fault.message, params: { fix: fault.fix } });
    });
    conditional.forEach(({ when }, index) => {
      if (!names.has(when))
        context.addIssue({
          code: 'custom',
          path: ['conditional', index, 'when'],
          message: `«${when}» is no variable of this template`,
          params: { fix: 'Declare it under variables.' },
        });
    });
  });

function faultOf({ type, options, pattern, default: preset }: Variable): { readonly at: string; readonly message: string; readonly fix: string } | null {
  if ((type === 'enum') !== (options !== undefined))
    return { at: 'options', message: 'is what an enum has, and only an enum', fix: 'Give options to an enum, and to nothing else.' };
  if (pattern !== undefined && (type !== 'string' || !isRegularExpression(pattern)))
    return { at: 'pattern', message: `«${pattern}» is not a regular expression for a string`, fix: 'Correct it, or leave it out.' };
  if (preset === undefined) return null;
  const fits = type === 'enum' ? options!.some((option) => option === preset) : typeof preset === type;
  return fits ? null : { at: 'default', message: `«${preset}» is not a value of type ${type}`, fix: 'Give a default of the variable’s own type.' };
}

const isRegularExpression = (source: string): boolean => {
  try {
    return Boolean(new RegExp(source, 'u'));
  } catch {
    return false;
  }
};
