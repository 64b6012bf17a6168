import { covers, type Scope } from '@gati/authority';
import { RegistryError } from '@gati/errors';

/** What a credential may do at most. */
export interface Grant {
  readonly scopes: ReadonlySet<Scope>;
  /** Ids of namespaces, and limits to artifacts as authority writes them; null for all. */
  readonly limitedTo: ReadonlySet<string> | null;
  /** Null when it does not end by itself. */
  readonly expiresAt: Date | null;
}

const refuse = (reason: string) => new RegistryError('FORBIDDEN', { reason, suggestion: 'Ask for less, or make the key while signed in.' });

/**
 * An API key makes no key that may do more than itself, for longer or elsewhere; a session may grant all that its account has.
 * @param creator  what the creating key may do; null for a session
 * @throws FORBIDDEN
 */
export function assertMayGrant(creator: Grant | null, wanted: Grant): void {
  if (!creator) return;
  if (!creator.scopes.has('admin')) throw refuse('This API key lacks the scope admin, so it cannot make keys.');
  const missing = [...wanted.scopes].filter((scope) => !creator.scopes.has(scope));
  if (missing.length > 0) throw refuse(`An API key cannot give what it lacks: ${missing.join(', ')}.`);
  const { limitedTo } = creator;
  if (limitedTo && (wanted.limitedTo === null || [...wanted.limitedTo].some((limit) => !covers(limitedTo, limit)))) {
    throw refuse('An API key that is limited to some namespaces or artifacts can only make keys for these.');
  }
  if (creator.expiresAt && (wanted.expiresAt === null || wanted.expiresAt > creator.expiresAt)) {
    throw refuse(`An API key cannot make one that outlives it (${creator.expiresAt.toISOString()}).`);
  }
}
