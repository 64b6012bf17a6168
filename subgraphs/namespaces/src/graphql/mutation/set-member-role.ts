import type { Role } from '@gati/authority';
import { parseHandle } from '@gati/identifiers';
import type { Context } from '../context.ts';

interface Input {
  readonly namespace: string;
  readonly handle: string;
  readonly role: Uppercase<Role>;
}

export const setMemberRole = async (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) => {
  const wanted = {
    namespace: parseHandle(input.namespace, 'input.namespace'),
    handle: parseHandle(input.handle, 'input.handle'),
    role: input.role.toLowerCase() as Role,
  };
  return { membership: await namespaces.setMemberRole(principal, wanted, origin) };
};
