'use server';

import { redirect } from 'next/navigation';
import { graphql } from '#web/gql/index.ts';
import type { ConfirmSessionInput } from '#web/gql/graphql.ts';
import { type Failure, unreachable } from '#web/server/answer.ts';
import { ownPath } from '#web/server/return-to.ts';
import { ask } from '#web/server/viewer.ts';

const WaysToConfirm = graphql(`
  query WaysToConfirm {
    viewer {
      twoFactor {
        totpSince
        recoveryCodesLeft
        passkeys {
          id
        }
      }
    }
  }
`);

const ConfirmSession = graphql(`
  mutation ConfirmSession($input: ConfirmSessionInput!) {
    confirmSession(input: $input) {
      confirmedUntil
    }
  }
`);

/** What the reader can show as a second factor. */
export interface WaysToConfirm {
  readonly hasTotp: boolean;
  readonly hasPasskey: boolean;
  readonly recoveryCodesLeft: number;
}

/** What the reader can show as a second factor; a failure where that cannot be read. */
export async function waysToConfirm(): Promise<{ readonly ways: WaysToConfirm | null; readonly failure: Failure | null }> {
  const { data, failures } = await ask(WaysToConfirm, {});
  const twoFactor = data?.viewer?.twoFactor;
  if (!twoFactor) return { ways: null, failure: failures[0] ?? unreachable };
  const { totpSince, recoveryCodesLeft, passkeys } = twoFactor;
  return { ways: { hasTotp: totpSince !== null, hasPasskey: passkeys.length > 0, recoveryCodesLeft }, failure: null };
}

/** A confirmation after it was sent. */
export interface Confirmation {
  readonly failure: Failure | null;
  readonly isDone: boolean;
}

/** Shows the second factor for the session at hand: a code, or what a passkey answered. Leads back where the form names a way. */
export async function confirmSession(_: Confirmation, form: FormData): Promise<Confirmation> {
  const [passkey, code] = ['passkey', 'code'].map((name) => String(form.get(name) ?? '').trim());
  const input: ConfirmSessionInput = passkey ? { passkey } : { code: code ?? '' };
  const { data, failures } = await ask(ConfirmSession, { input });
  if (!data?.confirmSession) return { failure: failures[0] ?? unreachable, isDone: false };
  if (form.has('return_to')) redirect(ownPath(form.get('return_to')));
  return { failure: null, isDone: true };
}
