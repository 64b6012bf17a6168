import { parseHandle, type Handle } from '@gati/identifiers';
import { reasonAgainstHandle } from './handles.ts';

const lengthMax = 39;
const attempts = 20;

/**
 * Handles for somebody who is called this elsewhere, the plainest first; whether one is taken is asked elsewhere.
 * @param chance  a whole number from 0 to 9999, anew for each call
 */
export function suggestHandles(name: string, chance: () => number): readonly Handle[] {
  const plain = name
    .replace(/@.*$/, '')
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const base = plain === '' ? 'user' : plain;
  const cut = (suffix: string) => `${base.slice(0, lengthMax - suffix.length).replace(/-+$/, '')}${suffix}`;
  const suffixes = ['', '2', '3', ...Array.from({ length: attempts }, () => `${chance()}`.padStart(4, '0'))];
  return suffixes.map((suffix) => parseHandle(cut(suffix))).filter((handle) => reasonAgainstHandle(handle) === null);
}
