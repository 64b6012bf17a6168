'use server';

import { refresh } from 'next/cache';
import { UnlinkIdentity } from '#web/features/sign-in-elsewhere/queries.ts';
import { type Failure, refusalOf } from '#web/server/answer.ts';
import { ask } from '#web/server/viewer.ts';

/** Takes a linked account from the reader's. */
export async function unlink(_: { readonly failure: Failure | null }, form: FormData): Promise<{ readonly failure: Failure | null }> {
  const { data, failures } = await ask(UnlinkIdentity, { input: { id: String(form.get('id') ?? '') } });
  const failure = refusalOf(data?.unlinkIdentity, failures);
  if (!failure) refresh();
  return { failure };
}
