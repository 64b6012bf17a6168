import { parseDisplayText } from '../../index.ts';
import type { Context } from '../context.ts';

interface Input {
  readonly name: string;
  readonly response: string;
}

export const addPasskey = (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) =>
  namespaces.addPasskey(principal, { name: parseDisplayText(input.name, 'input.name'), answer: input.response }, origin);
