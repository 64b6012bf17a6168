'use server';

import { redirect } from 'next/navigation';
import type { SignInInput, SignInWithPasskeyInput, SignUpInput } from '#web/gql/graphql.ts';
import { ApproveDeviceLogin, SignIn, SignInWithPasskey, SignOut, SignUp } from '#web/features/sign-in/queries.ts';
import { type Failure, unreachable } from '#web/server/answer.ts';
import { presentClientName } from '#web/server/client-name.ts';
import { ownPath } from '#web/server/return-to.ts';
import { type Session, sessionGranted } from '#web/server/session.ts';
import { forgetSession, signInWith } from '#web/server/sign-in.ts';
import { ask, askAsNobody } from '#web/server/viewer.ts';

/** A form after it was refused: why, and what was typed, secrets excepted. */
export interface FormState {
  readonly failure: Failure | null;
  readonly typed: Readonly<Record<string, string>>;
}

/** Signs in with a password and leads back to where the reader came from. */
export async function signIn(_: FormState, form: FormData): Promise<FormState> {
  const input: SignInInput = { handleOrEmail: text(form, 'handleOrEmail').trim(), password: text(form, 'password'), clientName: await presentClientName() };
  const totp = text(form, 'totp').trim();
  if (totp) input.totp = totp;
  const failure = await establish(async () => {
    const { data, failures } = await askAsNobody(SignIn, { input });
    return { granted: data?.signIn ? sessionGranted(data.signIn.session) : null, failures };
  });
  if (failure) return { failure, typed: { handleOrEmail: input.handleOrEmail } };
  redirect(ownPath(form.get('return_to')));
}

/** Signs in with what a passkey answered, and leads back. */
export async function signInWithPasskey(_: { readonly failure: Failure | null }, form: FormData): Promise<{ readonly failure: Failure | null }> {
  const input: SignInWithPasskeyInput = { response: text(form, 'passkey'), clientName: await presentClientName() };
  const failure = await establish(async () => {
    const { data, failures } = await askAsNobody(SignInWithPasskey, { input });
    return { granted: data?.signInWithPasskey ? sessionGranted(data.signInWithPasskey.session) : null, failures };
  });
  if (failure) return { failure };
  redirect(ownPath(form.get('return_to')));
}

/** Where somebody new goes who came from nowhere in particular: what to do next. */
const firstSteps = '/docs';

/** Makes an account, signs it in and leads back to where the reader came from, or to the first steps. */
export async function signUp(_: FormState, form: FormData): Promise<FormState> {
  const input: SignUpInput = {
    handle: text(form, 'handle').trim().toLowerCase(),
    email: text(form, 'email').trim(),
    password: text(form, 'password'),
    clientName: await presentClientName(),
  };
  const failure = await establish(async () => {
    const { data, failures } = await askAsNobody(SignUp, { input });
    return { granted: data?.signUp ? sessionGranted(data.signUp.session) : null, failures };
  });
  if (failure) return { failure, typed: { handle: input.handle, email: input.email } };
  const returnTo = ownPath(form.get('return_to'));
  redirect(returnTo === '/' ? firstSteps : returnTo);
}

/** Ends the session at the registry and in this browser. */
export async function signOut(): Promise<void> {
  await ask(SignOut, {});
  await forgetSession();
  redirect('/');
}

/** What became of a device's sign-in. */
export interface ApprovalState {
  readonly failure: Failure | null;
  readonly typed: string;
  /** What the program that may now sign in calls itself; null until it may. */
  readonly approved: string | null;
}

/** Lets the program that shows this code sign in as the reader. */
export async function approveDevice(_: ApprovalState, form: FormData): Promise<ApprovalState> {
  const userCode = text(form, 'userCode').trim().toUpperCase();
  const { data, failures } = await ask(ApproveDeviceLogin, { input: { userCode } });
  if (data?.approveDeviceLogin) return { failure: null, typed: userCode, approved: data.approveDeviceLogin.clientName };
  return { failure: failures[0] ?? unreachable, typed: userCode, approved: null };
}

/** Redeems a sign-in; null when it worked, else why it did not. */
async function establish(redeem: () => Promise<{ readonly granted: Session | null; readonly failures: readonly Failure[] }>): Promise<Failure | null> {
  let failure: Failure | null = unreachable;
  await signInWith(async () => {
    const { granted, failures } = await redeem();
    failure = granted ? null : (failures[0] ?? unreachable);
    return granted;
  });
  return failure;
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
