import { parseHandle } from '@gati/identifiers';
import { parseTeamName } from '../../index.ts';
import type { Context } from '../context.ts';
import { showTeam } from '../shapes.ts';

interface Input {
  readonly namespace: string;
  readonly name: string;
  readonly newName: string;
}

export const renameTeam = async (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) => {
  const wanted = {
    namespace: parseHandle(input.namespace, 'input.namespace'),
    name: parseTeamName(input.name, 'input.name'),
    newName: parseTeamName(input.newName, 'input.newName'),
  };
  return { team: showTeam(await namespaces.renameTeam(principal, wanted, origin)) };
};
