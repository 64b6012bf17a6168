'use server';

import { refresh } from 'next/cache';
import { CreateApiKey, RevokeApiKey } from '#web/features/keep-account/queries.ts';
import { apiKeyInput } from '#web/features/keep-account/rules.ts';
import { type Failure, unreachable } from '#web/server/answer.ts';
import { ask } from '#web/server/viewer.ts';

/** A new key's form after it was sent. */
export interface NewKeyState {
  readonly failure: Failure | null;
  readonly name: string;
  /** The key itself, shown this once; null until there is one. */
  readonly secret: string | null;
}

/** Makes an API key. */
export async function createKey(_: NewKeyState, form: FormData): Promise<NewKeyState> {
  const input = apiKeyInput(form, Date.now());
  const { data, failures } = await ask(CreateApiKey, { input });
  if (!data?.createApiKey) return { failure: failures[0] ?? unreachable, name: input.name, secret: null };
  refresh();
  return { failure: null, name: data.createApiKey.apiKey.name, secret: data.createApiKey.secret };
}

/** A key's revocation after it was sent. */
export interface RevocationState {
  readonly failure: Failure | null;
  /** What is wrong with the typed name; null when nothing is. */
  readonly nameFault: string | null;
}

/** Ends a key for good, once its name was typed: there is no way back. */
export async function revokeKey(_: RevocationState, form: FormData): Promise<RevocationState> {
  const name = String(form.get('name') ?? '');
  if (String(form.get('typedName') ?? '').trim() !== name) return { failure: null, nameFault: `Type ${name} to revoke it.` };
  const { data, failures } = await ask(RevokeApiKey, { input: { id: String(form.get('id') ?? '') } });
  if (!data?.revokeApiKey) return { failure: failures[0] ?? unreachable, nameFault: null };
  refresh();
  return { failure: null, nameFault: null };
}
