import { parseNewPassword } from '../../index.ts';
import type { Context } from '../context.ts';

interface Input {
  readonly code: string;
  readonly newPassword: string;
}

export const resetPassword = async (_: unknown, { input }: { readonly input: Input }, { namespaces, origin }: Context) => {
  const { handle } = await namespaces.resetPassword({ code: input.code, newPassword: parseNewPassword(input.newPassword, 'input.newPassword') }, origin);
  return { handle };
};
