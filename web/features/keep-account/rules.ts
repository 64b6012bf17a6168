import type { ApiKeyScope, CreateApiKeyInput } from '#web/gql/graphql.ts';

/** Scopes with what they allow. */
export const scopes: readonly (readonly [scope: ApiKeyScope, meaning: string])[] = [
  ['READ', 'see and download'],
  ['PUBLISH', 'push, publish, tag and yank'],
  ['ADMIN', 'change members, keys and settings'],
];

/** How long a new key may live, in days; null for without an end. */
export const lifetimes: readonly (readonly [days: number | null, word: string])[] = [
  [30, '30 days'],
  [90, '90 days'],
  [365, 'a year'],
  [null, 'until it is revoked'],
];

/** The form of a new key as the API takes it. Unknown scopes are left out; no namespace means all of them. */
export function apiKeyInput(form: FormData, nowMs: number): CreateApiKeyInput {
  const texts = (name: string): readonly string[] => form.getAll(name).filter((value) => typeof value === 'string');
  const days = lifetimes.find(([known]) => String(known) === texts('days')[0])?.[0] ?? null;
  const namespaces = texts('namespaces');
  const input: CreateApiKeyInput = {
    name: (texts('name')[0] ?? '').trim(),
    scopes: scopes.flatMap(([scope]) => (texts('scopes').includes(scope) ? [scope] : [])),
  };
  if (namespaces.length > 0) input.namespaces = [...namespaces];
  if (days !== null) input.expiresAt = new Date(nowMs + days * 24 * 60 * 60 * 1000).toISOString();
  return input;
}

interface Key {
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

/** Whether a key still opens anything. */
export const isAlive = ({ expiresAt, revokedAt }: Key, nowMs: number): boolean => revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > nowMs);
