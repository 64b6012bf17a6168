import { parseHandle } from '@gati/identifiers';
import { parseTeamName } from '../../index.ts';
import type { Context } from '../context.ts';
import { showNamespace } from '../shapes.ts';

interface Input {
  readonly namespace: string;
  readonly name: string;
}

export const removeTeam = async (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) => {
  const wanted = { namespace: parseHandle(input.namespace, 'input.namespace'), name: parseTeamName(input.name, 'input.name') };
  return { namespace: showNamespace(await namespaces.removeTeam(principal, wanted, origin)) };
};
