/** A path of our own to go back to after a detour; `/` for anything that could lead elsewhere. */
export function ownPath(text: unknown): string {
  if (typeof text !== 'string' || !text.startsWith('/') || text.length > 2000) return '/';
  const base = 'http://own.invalid';
  if (!URL.canParse(text, base)) return '/';
  const { origin, pathname, search, hash } = new URL(text, base);
  return origin === base && !pathname.startsWith('//') ? pathname + search + hash : '/';
}

/** The same detour as a link: `/login` that comes back here. */
export const withReturn = (detour: string, here: string): string => (here === '/' ? detour : `${detour}?return_to=${encodeURIComponent(here)}`);
