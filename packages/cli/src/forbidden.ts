import type { RegistryRefusal } from '@gati/sdk';
import { refuse } from './refuse.ts';

/** What the registry left out of an answer because the asker may not see it, as a refusal: whoever is not signed in is told that first. */
export const forbidden = (
  viewer: object | null | undefined,
  { registry, message, suggestions }: { readonly registry: string; readonly message: string; readonly suggestions: readonly string[] },
): RegistryRefusal =>
  viewer
    ? refuse('NAMESPACE_PERMISSION_DENIED', message, suggestions)
    : refuse('UNAUTHENTICATED', `Nobody is signed in to ${registry}. ${message}`, ['Sign in: gati login']);
