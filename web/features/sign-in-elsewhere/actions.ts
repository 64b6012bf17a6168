'use server';

import { refresh } from 'next/cache';
import { UnlinkIdentity } from '#web/features/sign-in-elsewhere/queries.ts';
import { type Failure, unreachable } from '#web/server/answer.ts';
import { ask } from '#web/server/viewer.ts';

/** Takes a linked account from the reader's; null when it worked. */
export async function unlink(_: Failure | null, form: FormData): Promise<Failure | null> {
  const { data, failures } = await ask(UnlinkIdentity, { input: { id: String(form.get('id') ?? '') } });
  if (!data?.unlinkIdentity) return failures[0] ?? unreachable;
  refresh();
  return null;
}
