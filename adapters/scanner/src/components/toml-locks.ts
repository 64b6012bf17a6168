import type { Found } from './components-of.ts';

/** The `[[package]]` tables of a lockfile in TOML, as Cargo, Poetry, uv and PDM write them: one plain string a line. */
function* packageTables(text: string): Generator<ReadonlyMap<string, string>> {
  for (const table of text.split(/^\[\[package\]\]\s*$/m).slice(1)) {
    const own = table.split(/^\[/m, 1)[0] ?? '';
    yield new Map(
      [...own.matchAll(/^([\w-]+)\s*=\s*(?:"([^"\\\n]*)"|(\{.*\}|true|false))\s*$/gm)].map(([, key = '', value, other]) => [key, value ?? other ?? '']),
    );
  }
}

/** Cargo.lock: the packages of a registry; those without a source are the application's own. */
export const readCargoLock = (text: string): readonly Found[] =>
  [...packageTables(text)].flatMap((table) => {
    const [name, version] = [table.get('name'), table.get('version')];
    return name !== undefined && version !== undefined && (table.get('source') ?? '').startsWith('registry+')
      ? [{ ecosystem: 'crates.io', name, version }]
      : [];
  });

/** poetry.lock, uv.lock and pdm.lock. What is `category = "dev"` in old ones is left out, and uv's own project. */
export const readPoetryLock = (text: string): readonly Found[] =>
  [...packageTables(text)].flatMap((table) => {
    const [name, version, source] = [table.get('name'), table.get('version'), table.get('source') ?? ''];
    const isOwn = table.get('category') === 'dev' || /\b(?:virtual|editable|directory)\b/.test(source);
    return name !== undefined && version !== undefined && !isOwn ? [{ ecosystem: 'PyPI', name, version }] : [];
  });
