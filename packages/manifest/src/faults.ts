import type { FieldFault } from '@gati/errors';
import { type z } from 'zod';
import { nearest } from './did-you-mean.ts';
import { pointerOf } from './pointer.ts';

type Issue = z.core.$ZodIssue;

/** zod tells which keys are unknown but not which are known there: they travel in the message. */
const separator = '\n';
export const errorMap: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== 'unrecognized_keys') return undefined;
  const { shape } = (issue.inst as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def ?? {};
  return Object.keys(shape ?? {}).join(separator);
};

/** Each fault of a document with its place, the value and the rule, and how to mend it. */
export const faultsOf = (error: z.ZodError): readonly FieldFault[] => error.issues.flatMap((issue) => faultsOfIssue(issue, []));

function faultsOfIssue(issue: Issue, before: readonly PropertyKey[]): readonly FieldFault[] {
  const path = [...before, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(key, path, issue.message.split(separator)));
  if (issue.code === 'invalid_union') {
    const branch = closest(issue.errors);
    if (branch) return branch.flatMap((inner) => faultsOfIssue(inner, path));
  }
  if (issue.code === 'invalid_key') return issue.issues.flatMap((inner) => faultsOfIssue({ ...inner, path: [] } as Issue, path));
  return [{ path: pointerOf(path), ...wordsFor(issue) }];
}

/** Of a union's branches the one that was meant: it came furthest, with the fewest faults. */
function closest(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const reach = (issues: readonly Issue[]) => Math.max(0, ...issues.map((issue) => issue.path.length));
  const weight = (issues: readonly Issue[]) => issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
  return [...branches].filter((issues) => issues.length > 0).sort((a, b) => reach(b) - reach(a) || weight(a) - weight(b))[0] ?? null;
}

function unknownField(key: string, path: readonly PropertyKey[], known: readonly string[]): FieldFault {
  const meant = nearest(key, known);
  return {
    path: pointerOf([...path, key]),
    message: `«${shorten(key)}» is not a known field here`,
    fix: meant ? `Did you mean ${meant}?` : `Remove it; known are ${known.join(', ')}.`,
  };
}

function wordsFor(issue: Issue): Omit<FieldFault, 'path'> {
  const value = shown(issue.input);
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return { message: `is missing; it must be ${named(issue.expected)}`, fix: 'Add it.' };
      return { message: `${value} is not ${named(issue.expected)}`, fix: `Write ${named(issue.expected)}.` };
    case 'invalid_value':
      if (issue.input === undefined) return { message: `is missing; it must be ${choices(issue.values)}`, fix: 'Add it.' };
      return { message: `${value} is not ${choices(issue.values)}`, fix: meant(issue.input, issue.values) ?? `Choose ${choices(issue.values)}.` };
    case 'invalid_union':
      return wordsForKind(issue);
    case 'too_big':
      return {
        message: `${value} is more than ${issue.maximum} ${unitOf(issue.origin)}`.trim(),
        fix: `Use at most ${issue.maximum} ${unitOf(issue.origin)}.`.replace(' .', '.'),
      };
    case 'too_small':
      return {
        message: `${value} is less than ${issue.minimum} ${unitOf(issue.origin)}`.trim(),
        fix: `Use at least ${issue.minimum} ${unitOf(issue.origin)}.`.replace(' .', '.'),
      };
    case 'invalid_format':
      return { message: `${value} does not match ${issue.pattern ?? issue.format}`, fix: 'Write it in that form.' };
    case 'custom': {
      const fix = issue.params?.['fix'] as string | undefined;
      // A fault of a text ends the sentence that its value begins; one of a whole object stands alone.
      return {
        message: typeof issue.input === 'string' && !issue.message.startsWith('«') ? `${value} ${issue.message}` : issue.message,
        ...(fix ? { fix } : {}),
      };
    }
    default:
      return { message: `${value}: ${issue.message}` };
  }
}

/** A union whose branch is told by one field, and that field is wrong; `input` is the object around it. */
function wordsForKind({ input, ...issue }: Extract<Issue, { code: 'invalid_union' }>): Omit<FieldFault, 'path'> {
  const { discriminator, options = [] } = issue as { readonly discriminator?: string; readonly options?: readonly unknown[] };
  if (discriminator === undefined) return { message: `${shown(input)} has none of the forms that are allowed here`, fix: 'See the published schema.' };
  const found = (input as Readonly<Record<string, unknown>>)[discriminator];
  if (found === undefined) return { message: `is missing; it must be ${choices(options)}`, fix: 'Add it.' };
  return { message: `${shown(found)} is not ${choices(options)}`, fix: meant(found, options) ?? `Choose ${choices(options)}.` };
}

const meant = (input: unknown, values: readonly unknown[]): string | null => {
  const near = typeof input === 'string' ? nearest(input, values.map(String)) : null;
  return near ? `Did you mean ${near}?` : null;
};
const named = (type: string): string =>
  ({ string: 'a text', object: 'an object', record: 'an object', array: 'a list', boolean: 'true or false', number: 'a number', int: 'a whole number' })[
    type
  ] ?? type;
const unitOf = (origin: string): string => ({ string: 'characters', array: 'entries', record: 'entries', set: 'entries' })[origin] ?? '';
const choices = (values: readonly unknown[]): string => (values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`);
const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
const shown = (value: unknown): string => {
  if (typeof value === 'string') return `«${shorten(value)}»`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
};
