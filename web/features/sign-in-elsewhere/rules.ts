/** As in «Sign in with GitHub»; the keys are the providers as the API writes them. */
export const providerTitles = { GITHUB: 'GitHub', GOOGLE: 'Google' } as const;
export type Provider = keyof typeof providerTitles;

/** As it stands in an address: `github`. */
export const providerPath = (provider: Provider): string => provider.toLowerCase();

/** The provider that an address names; null for anything else. */
export const providerOf = (text: string): Provider | null => (Object.keys(providerTitles) as Provider[]).find((one) => providerPath(one) === text) ?? null;

const troubles: Readonly<Record<string, string>> = {
  denied: 'You did not allow it there, so nothing happened here.',
  expired: 'That sign-in was over, or was begun in another browser. Begin again.',
  failed: 'That sign-in could not be completed. Begin again.',
  unavailable: 'The other side cannot be reached now. Try again in a moment.',
  busy: 'Too many sign-ins were begun from your network. Try again in some minutes.',
  'not-linked': 'An account with your e-mail address exists here already. Sign in to it another way, and link the other account on your account page.',
  taken: 'That account is linked to somebody else here.',
  confirm: 'Confirm it is you with your second factor first, then link again.',
};

/** Why a sign-in elsewhere came to nothing, in words; null for a word that is none of ours. */
export const troubleOf = (word: unknown): string | null => (typeof word === 'string' && Object.hasOwn(troubles, word) ? (troubles[word] ?? null) : null);

/** The word for a refusal by the registry. */
export function wordFor(code: string | undefined, isLink: boolean): string {
  if (code === 'FORBIDDEN') return isLink ? 'taken' : 'not-linked';
  if (code === 'STEP_UP_REQUIRED') return 'confirm';
  if (code === 'RATE_LIMITED') return 'busy';
  return code === 'UPSTREAM_UNAVAILABLE' ? 'unavailable' : code === 'UNAUTHENTICATED' ? 'expired' : 'failed';
}
