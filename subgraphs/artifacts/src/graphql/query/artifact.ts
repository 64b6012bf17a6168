import type { Context } from '../context.ts';

export const artifact = (_: unknown, { name }: { readonly name: string }, { reader }: Context) => reader.artifactNamed(name);
