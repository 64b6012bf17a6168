import { parseHandle } from '@gati/identifiers';
import { parseDisplayText } from '../../index.ts';
import type { Context } from '../context.ts';
import { showNamespace } from '../shapes.ts';

interface Input {
  readonly handle: string;
  readonly displayName?: string | null;
}

export const createOrganization = async (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) => {
  const handle = parseHandle(input.handle, 'input.handle');
  const displayName = input.displayName == null ? handle : parseDisplayText(input.displayName, 'input.displayName');
  return { namespace: showNamespace(await namespaces.createOrganization(principal, { handle, displayName }, origin)) };
};
