import { parseHandle } from '@gati/identifiers';
import type { Context } from '../context.ts';
import { showNamespace } from '../shapes.ts';

interface Input {
  readonly namespace: string;
  readonly handle: string;
}

export const removeMember = async (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) => {
  const wanted = { namespace: parseHandle(input.namespace, 'input.namespace'), handle: parseHandle(input.handle, 'input.handle') };
  return { namespace: showNamespace(await namespaces.removeMember(principal, wanted, origin)) };
};
