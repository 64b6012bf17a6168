/** Whether a path stays inside its folder on every system: relative, forward slashes, no step up, no drive, no control characters. */
export function isInsidePath(path: string): boolean {
  if (path === '' || path.startsWith('/') || path.includes('\\') || /^[a-zA-Z]:/.test(path) || /\p{Cc}/u.test(path)) return false;
  return !path.split('/').includes('..');
}
