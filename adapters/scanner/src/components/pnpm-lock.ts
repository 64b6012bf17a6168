import type { Found } from './components-of.ts';

/** pnpm-lock.yaml, versions 5 to 9: the keys below `packages:` name package and version. Read line by line: the file is written by pnpm alone, in one form. */
export function readPnpmLock(text: string): readonly Found[] {
  const found: Found[] = [];
  let isInPackages = false;
  let isKept = false;
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) isInPackages = /^packages:\s*$/.test(line);
    if (!isInPackages) continue;
    const key = /^ {2}(['"]?)([^'"\s].*?)\1:\s*$/.exec(line)?.[2];
    if (key !== undefined) {
      const parts = partsOf(key);
      isKept = parts !== null;
      if (parts) found.push({ ecosystem: 'npm', ...parts });
    } else if (isKept && /^ {4}dev: true\s*$/.test(line)) {
      // Versions 5 and 6 mark development's packages.
      found.pop();
      isKept = false;
    }
  }
  return found;
}

/** `/name/1.2.3_peer` (5), `/name@1.2.3(peer)` (6), `name@1.2.3(peer)` (9). */
function partsOf(key: string): { name: string; version: string } | null {
  const match = /^\/?((?:@[^@/]+\/)?[^@/]+)[@/](\d[^(_\s]*)/.exec(key);
  return match ? { name: match[1] ?? '', version: match[2] ?? '' } : null;
}
