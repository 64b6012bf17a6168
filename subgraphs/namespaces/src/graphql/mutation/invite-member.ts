import type { Role } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import { parseHandle } from '@gati/identifiers';
import { parseEmail } from '../../index.ts';
import type { Context } from '../context.ts';

interface Input {
  readonly namespace: string;
  readonly handle?: string | null;
  readonly email?: string | null;
  readonly role: Uppercase<Role>;
}

const inviteeOf = ({ handle, email }: Input) => {
  if (handle != null && email == null) return { handle: parseHandle(handle, 'input.handle') };
  if (email != null && handle == null) return { email: parseEmail(email, 'input.email') };
  throw new RegistryError('VALIDATION_FAILED', {
    fields: [{ path: 'input', message: 'names not exactly one of handle and email', fix: 'Give the handle of an account, or an e-mail address.' }],
  });
};

export const inviteMember = async (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) => {
  const wanted = {
    namespace: parseHandle(input.namespace, 'input.namespace'),
    invitee: inviteeOf(input),
    role: input.role.toLowerCase() as Role,
  };
  return { invitation: await namespaces.inviteMember(principal, wanted, origin) };
};
