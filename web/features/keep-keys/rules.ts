import type { ApiKeyScope, CreateApiKeyInput } from '#web/gql/graphql.ts';
import { textIn, textsIn } from '#web/server/form.ts';

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

/** How long the old key goes on after a rotation, in hours: an hour at least, so that programs change over without a failure. */
export const overlaps: readonly (readonly [hours: number, word: string])[] = [
  [1, 'an hour'],
  [24, 'a day'],
  [72, '3 days'],
  [168, 'a week'],
];

/** The form of a new key as the API takes it. Unknown scopes are left out; no namespace and no artifact means all of them. */
export function apiKeyInput(form: FormData, nowMs: number): CreateApiKeyInput {
  const days = lifetimes.find(([known]) => String(known) === textIn(form, 'days'))?.[0] ?? null;
  const [namespaces, wanted, robot] = [textsIn(form, 'namespaces'), textsIn(form, 'scopes'), textIn(form, 'robot')];
  const artifacts = textIn(form, 'artifacts')
    .split(/[\s,]+/)
    .filter((pattern) => pattern !== '');
  const input: CreateApiKeyInput = { name: textIn(form, 'name'), scopes: scopes.flatMap(([scope]) => (wanted.includes(scope) ? [scope] : [])) };
  if (namespaces.length > 0) input.namespaces = [...namespaces];
  if (artifacts.length > 0) input.artifacts = artifacts;
  if (robot !== '') input.robot = robot;
  if (days !== null) input.expiresAt = new Date(nowMs + days * 24 * 60 * 60 * 1000).toISOString();
  return input;
}

/** What a key reaches, in words. */
export function reachOf({
  namespaces,
  artifacts,
}: {
  readonly namespaces: readonly { readonly handle: string }[];
  readonly artifacts: readonly string[];
}): string {
  const parts = [...namespaces.map(({ handle }) => `@${handle}`), ...artifacts];
  return parts.length === 0 ? 'everything its owner reaches' : parts.join(', ');
}

interface Key {
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

/** Whether a key still opens anything. */
export const isAlive = ({ expiresAt, revokedAt }: Key, nowMs: number): boolean => revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > nowMs);
