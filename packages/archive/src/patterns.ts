/** A line of `.gatiignore`, or an entry of `files` in gati.json. */
export interface Pattern {
  /** `!` before it: takes back what an earlier one said. */
  readonly isNegated: boolean;
  /** Whether it means this path; folders are given without the slash at their end. */
  readonly matches: (path: string, isFolder: boolean) => boolean;
}

/** The part of gitignore's language that is understood (git-scm.com, gitignore, "Pattern format"):
 *  `#` begins a comment; `!` negates; `\` takes the next character as it is; a slash at the end means folders only; a slash anywhere else ties the pattern to the root,
 *  without one it means a name at any depth; `*` and `?` stand for letters of one name, `[a-z]` and `[!a-z]` for one of them, `**` for any number of folders.
 *  Not understood, because it is not needed: files of patterns below the root, and named classes such as `[[:space:]]`.
 *  @param isRooted  `files` are tied to the root always, as in npm */
export function parsePatterns(lines: readonly string[], { isRooted = false } = {}): readonly Pattern[] {
  return lines.flatMap((line) => {
    const trimmed = line.replace(/\r$/, '').replace(/(?<!\\) +$/, '');
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    const isNegated = trimmed.startsWith('!');
    const body = (isNegated ? trimmed.slice(1) : trimmed).replace(/^\.\//, '/');
    const isFolderOnly = body.endsWith('/');
    const glob = body.replace(/\/+$/, '');
    if (glob === '' || glob === '.') return isRooted ? [{ isNegated, matches: () => true }] : [];
    const isTied = isRooted || glob.includes('/');
    const regExp = new RegExp(`^${isTied ? '' : '(?:.*/)?'}${regExpOf(glob.replace(/^\/+/, ''))}$`, 'su');
    return [{ isNegated, matches: (path: string, isFolder: boolean) => (isFolder || !isFolderOnly) && regExp.test(path) }];
  });
}

const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');

function regExpOf(glob: string): string {
  let regExp = '';
  for (let at = 0; at < glob.length;) {
    const rest = glob.slice(at);
    const folders = /^\*\*(?:\/|$)/.exec(rest);
    const set = /^\[([!^]?)(\]?[^\]/]*)\]/.exec(rest);
    if (folders && (at === 0 || glob[at - 1] === '/')) {
      regExp += folders[0] === '**' ? '.*' : '(?:.*/)?';
      at += folders[0].length;
    } else if (rest.startsWith('*')) {
      regExp += '[^/]*';
      at += (/^\*+/.exec(rest)?.[0] ?? '*').length;
    } else if (rest.startsWith('?')) {
      regExp += '[^/]';
      at++;
    } else if (set) {
      regExp += `(?!/)[${set[1] ? '^' : ''}${(set[2] ?? '').replace(/[\\[\]^]/g, '\\$&')}]`;
      at += set[0].length;
    } else {
      const character = String.fromCodePoint((rest.startsWith('\\') ? rest.codePointAt(1) : rest.codePointAt(0)) ?? 0x5c);
      regExp += literal(character);
      at += character.length + (rest.startsWith('\\') && rest.length > 1 ? 1 : 0);
    }
  }
  return regExp;
}

/** Whether the last pattern that means the path, or a folder above it, means it without `!`. */
export function isMeant(patterns: readonly Pattern[], path: string, isFolder: boolean): boolean {
  for (let index = patterns.length - 1; index >= 0; index--) {
    const pattern = patterns[index];
    if (pattern?.matches(path, isFolder)) return !pattern.isNegated;
  }
  const slash = path.lastIndexOf('/');
  return slash > 0 && isMeant(patterns, path.slice(0, slash), true);
}
