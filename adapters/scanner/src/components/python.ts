import type { Found } from './components-of.ts';
import { objectOf, parseObject, textOf } from './json.ts';

const name = String.raw`([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)`;
const pinned = new RegExp(String.raw`^\s*${name}\s*(?:\[[^\]]*\])?\s*={2,3}\s*([^\s;#,*]+)\s*(?:[;#\\]|--hash|$)`);

/** requirements.txt: the lines that pin a version with `==` (pip, "Requirements File Format"); a range says nothing of what is installed. */
export function readRequirements(text: string): readonly Found[] {
  return text.split('\n').flatMap((line) => {
    const match = line.length <= 4096 ? pinned.exec(line) : null;
    return match ? [{ ecosystem: 'PyPI', name: match[1] ?? '', version: match[2] ?? '' }] : [];
  });
}

/** Pipfile.lock: its `default` packages; `develop` is left out. */
export function readPipfileLock(text: string): readonly Found[] {
  return Object.entries(objectOf(parseObject(text).default)).flatMap(([key, value]) => {
    const version = /^==(.+)$/.exec(textOf(objectOf(value).version) ?? '')?.[1];
    return version === undefined ? [] : [{ ecosystem: 'PyPI', name: key, version }];
  });
}

/** METADATA of an installed distribution (packaging.python.org, "Core metadata specifications"). @throws TypeError without name and version */
export function readInstalledDistribution(text: string): readonly Found[] {
  const head = text.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const field = (key: string): string | undefined => new RegExp(`^${key}:\\s*(\\S+)\\s*$`, 'im').exec(head)?.[1];
  const [distribution, version] = [field('Name'), field('Version')];
  if (distribution === undefined || version === undefined) throw new TypeError('no name or version');
  return [{ ecosystem: 'PyPI', name: distribution, version }];
}
