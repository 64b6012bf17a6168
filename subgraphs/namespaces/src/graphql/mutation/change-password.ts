import { parseNewPassword } from '../../index.ts';
import type { Context } from '../context.ts';

interface Input {
  readonly currentPassword?: string | null;
  readonly newPassword: string;
}

export const changePassword = (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) =>
  namespaces.changePassword(
    principal,
    { currentPassword: input.currentPassword ?? null, newPassword: parseNewPassword(input.newPassword, 'input.newPassword') },
    origin,
  );
