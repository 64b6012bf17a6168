'use server';

import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import {
  AddPasskey,
  ChangePassword,
  ConfirmTotp,
  CreateRecoveryCodes,
  EndSession,
  RemovePasskey,
  RemoveTotp,
  SignOutEverywhere,
  StartPasskey,
  StartTotp,
} from '#web/features/secure-account/queries.ts';
import { type QrCode, qrCodeOf } from '#web/features/secure-account/rules.ts';
import { type Failure, refusalOf, unreachable } from '#web/server/answer.ts';
import { textIn } from '#web/server/form.ts';
import { forgetSession } from '#web/server/sign-in.ts';
import { ask } from '#web/server/viewer.ts';

interface Outcome {
  readonly failure: Failure | null;
}

/** Ends one session. */
export async function endSession(_: Outcome, form: FormData): Promise<Outcome> {
  const { data, failures } = await ask(EndSession, { input: { id: textIn(form, 'id') } });
  return shown(data?.endSession, failures);
}

/** Ends every session but the one at hand. */
export async function endOtherSessions(): Promise<Outcome> {
  const { data, failures } = await ask(SignOutEverywhere, { input: { keepThis: true } });
  return shown(data?.signOutEverywhere, failures);
}

/** Ends every session, this one too. */
export async function signOutEverywhere(): Promise<Outcome> {
  const { data, failures } = await ask(SignOutEverywhere, { input: { keepThis: false } });
  if (!data?.signOutEverywhere) return { failure: failures[0] ?? unreachable };
  await forgetSession();
  redirect('/');
}

/** A change of password after it was sent. */
export interface PasswordChange extends Outcome {
  /** How many other sessions ended with it; null until it is changed. */
  readonly endedCount: number | null;
}

/** Changes the password, or sets the first one. */
export async function changePassword(_: PasswordChange, form: FormData): Promise<PasswordChange> {
  const [present, newPassword] = ['currentPassword', 'newPassword'].map((name) => String(form.get(name) ?? ''));
  const { data, failures } = await ask(ChangePassword, { input: { currentPassword: present || null, newPassword: newPassword ?? '' } });
  if (!data?.changePassword) return { failure: failures[0] ?? unreachable, endedCount: null };
  refresh();
  return { failure: null, endedCount: data.changePassword.endedCount };
}

/** An authenticator app that waits for its first code. */
export interface TotpStart extends Outcome {
  readonly made: { readonly secret: string; readonly uri: string; readonly qr: QrCode } | null;
}

/** Makes the secret for an authenticator app. */
export async function startTotp(): Promise<TotpStart> {
  const { data, failures } = await ask(StartTotp, {});
  if (!data?.startTotp) return { failure: failures[0] ?? unreachable, made: null };
  return { failure: null, made: { ...data.startTotp, qr: qrCodeOf(data.startTotp.uri) } };
}

/** Recovery codes, shown this once. */
export interface Codes extends Outcome {
  readonly recoveryCodes: readonly string[];
  /** The secret that was switched on; null where none was. */
  readonly secret: string | null;
}

/** Switches an authenticator app on with its first code. */
export async function confirmTotp(_: Codes, form: FormData): Promise<Codes> {
  const { data, failures } = await ask(ConfirmTotp, { input: { code: textIn(form, 'code') } });
  if (!data?.confirmTotp) return { failure: failures[0] ?? unreachable, recoveryCodes: [], secret: null };
  refresh();
  return { failure: null, recoveryCodes: data.confirmTotp.recoveryCodes, secret: textIn(form, 'secret') };
}

/** Switches the authenticator app off. */
export async function removeTotp(): Promise<Outcome> {
  const { data, failures } = await ask(RemoveTotp, {});
  return shown(data?.removeTotp, failures);
}

/** Makes new recovery codes in the place of the old ones. */
export async function createRecoveryCodes(): Promise<Codes> {
  const { data, failures } = await ask(CreateRecoveryCodes, {});
  if (!data?.createRecoveryCodes) return { failure: failures[0] ?? unreachable, recoveryCodes: [], secret: null };
  refresh();
  return { failure: null, recoveryCodes: data.createRecoveryCodes.recoveryCodes, secret: null };
}

/** A passkey that the browser is to make. */
export interface PasskeyStart extends Outcome {
  /** What the browser needs for it, as JSON; null until there is something to make. */
  readonly options: string | null;
  readonly name: string;
}

/** Makes the challenge for a new passkey. */
export async function startPasskey(_: PasskeyStart, form: FormData): Promise<PasskeyStart> {
  const name = textIn(form, 'name');
  const { data, failures } = await ask(StartPasskey, {});
  if (!data?.startPasskey) return { failure: failures[0] ?? unreachable, options: null, name };
  return { failure: null, options: data.startPasskey.options, name };
}

/** Keeps the passkey that the browser has made. */
export async function addPasskey(_: Codes, form: FormData): Promise<Codes> {
  const { data, failures } = await ask(AddPasskey, { input: { name: textIn(form, 'name'), response: textIn(form, 'response') } });
  if (!data?.addPasskey) return { failure: failures[0] ?? unreachable, recoveryCodes: [], secret: null };
  refresh();
  return { failure: null, recoveryCodes: data.addPasskey.recoveryCodes, secret: null };
}

/** Forgets a passkey. */
export async function removePasskey(_: Outcome, form: FormData): Promise<Outcome> {
  const { data, failures } = await ask(RemovePasskey, { input: { id: textIn(form, 'id') } });
  return shown(data?.removePasskey, failures);
}

/** What became of an act; where it worked the page shows what is there now. */
function shown(done: unknown, failures: readonly Failure[]): Outcome {
  const failure = refusalOf(done, failures);
  if (!failure) refresh();
  return { failure };
}
