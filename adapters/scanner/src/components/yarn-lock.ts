import type { Found } from './components-of.ts';

/** yarn.lock of Yarn 1 and of Yarn 2 and later: entries `"name@range", …:` with a `version` below. It does not tell development's packages apart. */
export function readYarnLock(text: string): readonly Found[] {
  const found: Found[] = [];
  let name: string | undefined;
  for (const line of text.split('\n')) {
    if (/^\S/.test(line) && !line.startsWith('#')) {
      const first = /^"?((?:@[^@/"]+\/)?[^@/"]+)@([^,":]*:)?([^,"]*)/.exec(line);
      // `alias@npm:real@1.2.3`: what is installed is the real one.
      const alias = first?.[2] === 'npm:' ? /^((?:@[^@/]+\/)?[^@/]+)@/.exec(first[3] ?? '') : null;
      const isLocal = /^(?:workspace|link|portal|file|patch):$/.test(first?.[2] ?? '');
      name = isLocal ? undefined : (alias?.[1] ?? first?.[1]);
    } else {
      const version = /^ {2}version:? "?([^"\s]+)"?\s*$/.exec(line)?.[1];
      if (version !== undefined && name !== undefined) {
        found.push({ ecosystem: 'npm', name, version });
        name = undefined;
      }
    }
  }
  return found;
}
