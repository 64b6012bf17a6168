const lengthMax = 2_000;
/** Answers to no one: only tells an address of our own from any other. */
const base = 'http://own.invalid';

/** A path of our own to go back to after a detour; `/` for anything that could lead elsewhere (RFC 9700, 4.11). */
export function returnPathOf(text: string | null): string {
  if (text === null || text.length > lengthMax || !text.startsWith('/') || !URL.canParse(text, base)) return '/';
  const { origin, pathname, search, hash } = new URL(text, base);
  return origin === base && !pathname.startsWith('//') ? pathname + search + hash : '/';
}
