/** A JSON object's own part, for documents that anyone wrote: an object, or an empty one. */
export const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value.length <= 512 ? value : undefined);

/** @throws SyntaxError, or TypeError when the document is no object */
export function parseObject(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('not an object');
  return value as Record<string, unknown>;
}
