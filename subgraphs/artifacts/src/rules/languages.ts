/** Programming languages by the ending of a file's name; endings that say nothing of a language are left out. */
const languageOfEnding: Readonly<Record<string, string>> = {
  ts: 'typescript',
  tsx: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  js: 'javascript',
  jsx: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  py: 'python',
  rb: 'ruby',
  php: 'php',
  go: 'go',
  rs: 'rust',
  java: 'java',
  kt: 'kotlin',
  scala: 'scala',
  cs: 'csharp',
  fs: 'fsharp',
  swift: 'swift',
  c: 'c',
  h: 'c',
  cc: 'cpp',
  cpp: 'cpp',
  hpp: 'cpp',
  zig: 'zig',
  dart: 'dart',
  lua: 'lua',
  ex: 'elixir',
  exs: 'elixir',
  erl: 'erlang',
  hs: 'haskell',
  clj: 'clojure',
  r: 'r',
  jl: 'julia',
  sql: 'sql',
  sh: 'shell',
  ps1: 'powershell',
  html: 'html',
  css: 'css',
  vue: 'vue',
  svelte: 'svelte',
  wat: 'webassembly',
  wasm: 'webassembly',
  graphql: 'graphql',
  proto: 'protobuf',
};
const languagesMax = 5;

/** The language of a file; null for declarations, dependencies and everything that is no source. */
export function languageOf(path: string): string | null {
  if (/(?:^|\/)node_modules\//.test(path) || /\.d\.[mc]?ts$/.test(path)) return null;
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase();
  return (ending === undefined ? undefined : languageOfEnding[ending]) ?? null;
}

/** The languages that most bytes are written in, the foremost first, at most 5. */
export const rankLanguages = (sizeBytesByLanguage: ReadonlyMap<string, number>): readonly string[] =>
  [...sizeBytesByLanguage]
    .toSorted(([a, x], [b, y]) => y - x || a.localeCompare(b))
    .slice(0, languagesMax)
    .map(([language]) => language);
