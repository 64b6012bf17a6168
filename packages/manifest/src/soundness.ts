import type { FieldFault } from '@gati/errors';
import { manifestLimits } from './limits.ts';
import { pointerOf, type PathPart } from './pointer.ts';

/**
 * What is wrong with a value before anybody looks at its fields: too deep, too large, not JSON, or holding what no database column and no other program takes (NUL, lone surrogates, `__proto__`).
 * Goes without recursion, because depth is the attack.
 */
export function unsoundness(root: unknown): FieldFault | null {
  const waiting: { readonly value: unknown; readonly path: readonly PathPart[] }[] = [{ value: root, path: [] }];
  let sizeBytes = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, path } = next;
    const fault = faultOf(value, path.length);
    if (fault) return { path: pointerOf(path), ...fault };
    sizeBytes += typeof value === 'string' ? Buffer.byteLength(JSON.stringify(value)) : 5;
    if (Array.isArray(value)) value.forEach((item, index) => waiting.push({ value: item, path: [...path, index] }));
    else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) {
        const keyFault = key === '__proto__' ? { message: 'is a name that no manifest may use', fix: 'Rename it.' } : faultOf(key, 0);
        if (keyFault) return { path: pointerOf([...path, key]), ...keyFault };
        sizeBytes += Buffer.byteLength(JSON.stringify(key)) + 2;
        if (member !== undefined) waiting.push({ value: member, path: [...path, key] });
      }
    }
    if (sizeBytes > manifestLimits.sizeBytes)
      return { path: '', message: `is larger than ${manifestLimits.sizeBytes} bytes`, fix: 'Move long texts into files.' };
  }
  return null;
}

function faultOf(value: unknown, depth: number): Omit<FieldFault, 'path'> | null {
  if (depth > manifestLimits.depth) return { message: `is nested deeper than ${manifestLimits.depth} levels`, fix: 'Make it flatter.' };
  if (typeof value === 'string') {
    if (value.includes('\0')) return { message: 'holds a NUL character', fix: 'Remove it.' };
    return value.isWellFormed() ? null : { message: 'holds half of a Unicode character', fix: 'Write the text again.' };
  }
  const isJson = value === null || ['boolean', 'object'].includes(typeof value) || (typeof value === 'number' && Number.isFinite(value));
  return isJson ? null : { message: 'is not a JSON value', fix: 'Use texts, numbers, true, false, null, lists and objects.' };
}
