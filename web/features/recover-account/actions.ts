'use server';

import { RequestPasswordReset, ResetPassword, VerifyEmail } from '#web/features/recover-account/queries.ts';
import { type Failure, unreachable } from '#web/server/answer.ts';
import { forgetSession } from '#web/server/sign-in.ts';
import { askAsNobody } from '#web/server/viewer.ts';

/** A form of one of these pages after it was sent. */
export interface RecoveryState {
  readonly failure: Failure | null;
  /** What it came to: a handle, or when the mail ends; null until it has come to anything. */
  readonly done: string | null;
  /** What was typed, secrets excepted. */
  readonly typed: string;
}

/** Proves an e-mail address with the code from a mail. */
export async function verifyEmail(_: RecoveryState, form: FormData): Promise<RecoveryState> {
  const { data, failures } = await askAsNobody(VerifyEmail, { input: { code: text(form, 'code') } });
  return stateOf(data?.verifyEmail?.handle, failures, '');
}

/** Has a mail sent for a new password, if there is such an account; the answer does not tell. */
export async function requestPasswordReset(_: RecoveryState, form: FormData): Promise<RecoveryState> {
  const handleOrEmail = text(form, 'handleOrEmail');
  const { data, failures } = await askAsNobody(RequestPasswordReset, { input: { handleOrEmail } });
  return stateOf(data?.requestPasswordReset?.expiresAt, failures, handleOrEmail);
}

/** Sets a new password with the code from a mail. Every session of the account ends with it, so this browser forgets the one it has. */
export async function resetPassword(_: RecoveryState, form: FormData): Promise<RecoveryState> {
  const input = { code: text(form, 'code'), newPassword: String(form.get('newPassword') ?? '') };
  const { data, failures } = await askAsNobody(ResetPassword, { input });
  if (data?.resetPassword) await forgetSession();
  return stateOf(data?.resetPassword?.handle, failures, '');
}

const stateOf = (done: string | undefined, failures: readonly Failure[], typed: string): RecoveryState =>
  done === undefined ? { failure: failures[0] ?? unreachable, done: null, typed } : { failure: null, done, typed };

const text = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();
