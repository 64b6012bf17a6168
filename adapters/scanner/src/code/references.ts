/** What a piece of code names of the files beside it. */
export interface References {
  /** Loaded as code: `require('./x')`, `import('./x')`, `new Worker('./x')`, `fork('./x')`. */
  readonly loaded: readonly string[];
  /** Any other text that may be a path. */
  readonly named: readonly string[];
}

const loading =
  /(?:\brequire\s{0,10}\(|\bimport\s{0,10}\(|\bfrom\b|\bimport\b|\b(?:Worker|fork|importScripts)\s{0,10}\()\s{0,10}["'`](\.{1,2}\/[^"'`\n*]{1,300})["'`]/g;
const pathText = /["'`]((?:\.{0,2}\/)?[\w@-][\w@./-]{0,200}\.\w{1,10}|\.{1,2}\/[\w@./-]{1,200})["'`]/g;
const referencesMax = 5000;

/** Searches the text, so that a file's own words count, whatever its syntax. Names that are put together when it runs are not seen. */
export function referencesIn(text: string): References {
  const loaded = found(text, loading);
  return { loaded: [...loaded], named: [...found(text, pathText)].filter((name) => !loaded.has(name)) };
}

function found(text: string, pattern: RegExp): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, name = ''] of text.matchAll(pattern)) {
    if (names.size >= referencesMax) break;
    names.add(name);
  }
  return names;
}
