import type { Found } from './components-of.ts';

/** go.mod: what it requires, with its replacements applied (go.dev/ref/mod, "go.mod files"). Versions are given without the `v`, as OSV has them. */
export function readGoMod(text: string): readonly Found[] {
  const required = new Map<string, string>();
  const replaced = new Map<string, Found | null>();
  let block = '';
  for (const raw of text.split('\n')) {
    const line = raw.replace(/\/\/.*$/, '').trim();
    const opened = /^(\w+)\s*\($/.exec(line)?.[1];
    if (opened !== undefined) block = opened;
    else if (line === ')') block = '';
    else {
      const [verb = '', ...rest] = block === '' ? line.split(/\s+/) : [block, ...line.split(/\s+/)];
      if (verb === 'require' && rest.length === 2) required.set(rest[0] ?? '', rest[1] ?? '');
      if (verb === 'replace') addReplacement(replaced, rest);
    }
  }
  return [...required].flatMap(([module, version]) => {
    const replacement = replaced.get(`${module}@${version}`) ?? replaced.get(module);
    if (replacement === null) return [];
    return [replacement ?? { ecosystem: 'Go', name: module, version: version.replace(/^v/, '') }];
  });
}

/** `old [v] => new v`, or `old => ./folder`, which is the application's own code. */
function addReplacement(replaced: Map<string, Found | null>, words: readonly string[]): void {
  const arrow = words.indexOf('=>');
  const [from = '', version] = words.slice(0, arrow);
  const [to = '', toVersion] = words.slice(arrow + 1);
  if (arrow > 0)
    replaced.set(
      version === undefined ? from : `${from}@${version}`,
      toVersion === undefined ? null : { ecosystem: 'Go', name: to, version: toVersion.replace(/^v/, '') },
    );
}
