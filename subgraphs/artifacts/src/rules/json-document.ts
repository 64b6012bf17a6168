/** Deeper than any manifest, and shallow enough for whoever walks it by calls. */
const depthMax = 64;

/**
 * A JSON object that every reader reads alike: UTF-8, no key twice in an object (of which some readers take the first and others the last), not nested without end.
 * @throws Error whose message says why, for what is none
 */
export function parseJsonDocument(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    throw new Error('It is not JSON in UTF-8.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('It is not a JSON object.');
  assertUnambiguous(text);
  return value as Record<string, unknown>;
}

/** Strings, and the signs that begin, end and divide objects and lists. The text is JSON already. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

function assertUnambiguous(text: string): void {
  /** The keys so far of each object that is open; null for a list. */
  const open: (Set<string> | null)[] = [];
  let last = '';
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') {
      open.push(token === '{' ? new Set() : null);
      if (open.length > depthMax) throw new Error(`It is nested deeper than ${depthMax} levels.`);
    } else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const key = JSON.parse(last) as string;
      if (open.at(-1)?.has(key)) throw new Error(`It has «${key.slice(0, 100)}» twice in one object.`);
      open.at(-1)?.add(key);
    }
    last = token;
  }
}
