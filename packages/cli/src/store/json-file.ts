import { refuse } from '../refuse.ts';
import { readIfThere } from './write-file.ts';

/** Any value with the keys of all its objects in order, so that equal values are equal texts. */
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sortKeys(member)]),
  );
}

/** JSON for a file that people may look at: keys in order, two spaces, a line end. */
export const prettyJson = (value: unknown): string => `${JSON.stringify(sortKeys(value), null, 2)}\n`;

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A JSON file of ours as an object; null when there is none. @throws VALIDATION_FAILED for what is no JSON object */
export async function readJsonFile(path: string, whatToDo: string): Promise<Record<string, unknown> | null> {
  const text = await readIfThere(path);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    // Said below, with the path.
  }
  throw refuse('VALIDATION_FAILED', `${path} is not a JSON object.`, [whatToDo], { fields: [{ path: '', message: 'is not a JSON object' }] });
}
