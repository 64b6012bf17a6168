import type { Failure } from '#web/server/answer.ts';

/** A text of a form without the space around it; empty where there is none. */
export const textIn = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

/** All texts of one name, empty ones left out. */
export const textsIn = (form: FormData, name: string): readonly string[] =>
  form
    .getAll(name)
    .filter((value) => typeof value === 'string')
    .map((value) => value.trim())
    .filter((value) => value !== '');

/** Refuses a form for what cannot be taken back unless the name of the thing was typed; null when it was. */
export function typedNameFault(form: FormData): Failure | null {
  const name = textIn(form, 'name');
  if (name !== '' && textIn(form, 'typedName') === name) return null;
  return { code: 'VALIDATION_FAILED', message: `Type ${name} to go on.`, suggestions: [], requestId: null, path: '', fields: [] };
}
