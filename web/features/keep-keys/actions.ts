'use server';

import { refresh } from 'next/cache';
import { CreateApiKey, RevokeApiKey, RotateApiKey } from '#web/features/keep-keys/queries.ts';
import { apiKeyInput } from '#web/features/keep-keys/rules.ts';
import { type Failure, refusalOf, unreachable } from '#web/server/answer.ts';
import { textIn, typedNameFault } from '#web/server/form.ts';
import { ask } from '#web/server/viewer.ts';

/** A form that makes a key, after it was sent. */
export interface MadeKey {
  readonly failure: Failure | null;
  readonly name: string;
  /** The key itself, shown this once; null until there is one. */
  readonly secret: string | null;
  /** When the key that it follows ends; null where it follows none. */
  readonly previousEndsAt: string | null;
}

/** Makes an API key, the reader's own or a robot's. */
export async function createKey(_: MadeKey, form: FormData): Promise<MadeKey> {
  const input = apiKeyInput(form, Date.now());
  const { data, failures } = await ask(CreateApiKey, { input });
  if (!data?.createApiKey) return { failure: failures[0] ?? unreachable, name: input.name, secret: null, previousEndsAt: null };
  refresh();
  return { failure: null, name: data.createApiKey.apiKey.name, secret: data.createApiKey.secret, previousEndsAt: null };
}

/** Gives a key a successor; the old one goes on for the overlap that was chosen. */
export async function rotateKey(_: MadeKey, form: FormData): Promise<MadeKey> {
  const { data, failures } = await ask(RotateApiKey, { input: { id: textIn(form, 'id'), overlapHours: Number(textIn(form, 'overlapHours')) } });
  if (!data?.rotateApiKey) return { failure: failures[0] ?? unreachable, name: '', secret: null, previousEndsAt: null };
  refresh();
  const { secret, apiKey, previous } = data.rotateApiKey;
  return { failure: null, name: apiKey.name, secret, previousEndsAt: previous.expiresAt };
}

/** Ends a key for good, once its name was typed: there is no way back. */
export async function revokeKey(_: { readonly failure: Failure | null }, form: FormData): Promise<{ readonly failure: Failure | null }> {
  const fault = typedNameFault(form);
  if (fault) return { failure: fault };
  const { data, failures } = await ask(RevokeApiKey, { input: { id: textIn(form, 'id') } });
  const failure = refusalOf(data?.revokeApiKey, failures);
  if (!failure) refresh();
  return { failure };
}
