import { parseHandle } from '@gati/identifiers';
import { parseTeamName } from '../../index.ts';
import type { Context } from '../context.ts';
import { showTeam } from '../shapes.ts';

interface Input {
  readonly namespace: string;
  readonly team: string;
  readonly handle: string;
}

export const addTeamMember = async (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) => {
  const wanted = {
    namespace: parseHandle(input.namespace, 'input.namespace'),
    name: parseTeamName(input.team, 'input.team'),
    handle: input.handle.replace(/^@/, ''),
  };
  return { team: showTeam(await namespaces.addTeamMember(principal, wanted, origin)) };
};
