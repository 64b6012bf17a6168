/** Text as PostgreSQL can keep it, in a column and inside JSON: without NUL and lone surrogates, which it refuses, and cut to a length. What a stranger wrote must not make a job fail for ever. */
export function storable(text: string, lengthMax = 2000): string {
  const clean = text.toWellFormed().replaceAll('\0', '\uFFFD');
  return clean.length <= lengthMax ? clean : `${clean.slice(0, lengthMax - 1).toWellFormed()}…`;
}

const depthMax = 32;
const nodesMax = 20_000;

/** Whether PostgreSQL can keep a JSON value as it is, and whoever reads it need not fear its depth. */
export function isStorableJson(value: unknown): boolean {
  let nodes = 0;
  const isFine = (node: unknown, depth: number): boolean => {
    if (++nodes > nodesMax || depth > depthMax) return false;
    if (typeof node === 'string') return node.isWellFormed() && !node.includes('\0');
    if (typeof node !== 'object' || node === null) return true;
    return Object.entries(node).every(([key, child]) => isFine(key, depth) && isFine(child, depth + 1));
  };
  return isFine(value, 0);
}
