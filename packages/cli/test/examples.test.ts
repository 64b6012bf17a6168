import { demoAccounts, demoOrganizations, demoReleases } from '@gati/database/demo';
import { parseSelector } from '@gati/identifiers';
import semver from 'semver';
import { expect, test } from 'vitest';
import { parseArguments } from '../src/command-line/parse-arguments.ts';
import { commands } from '../src/commands.ts';

// Whoever starts the registry has the demo world, and copies what the help shows.
const manifests = Object.values(demoReleases).flatMap((releases) => releases.map(({ manifest }) => manifest));
const namespaces = [...demoAccounts, ...demoOrganizations].map(({ handle }) => handle);
const loaded = await Promise.all(commands.map(async ({ name, load }) => ({ name, command: await load() })));
const examples = loaded.flatMap(({ name, command }) => command.examples.map(([line]) => ({ name, command, line })));

/** The command's own words of a line that may set variables before, or be in `$(…)`, or read a file. */
const wordsOf = (name: string, line: string): readonly string[] => {
  const [, own = ''] = line.split(`gati ${name}`);
  return [...own.replace(/[)<].*$/, '').matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
};

/** Whether the demo world has a version for it; any where nothing is said. */
const isThere = (name: string, selectorText = 'latest'): boolean => {
  const versions = manifests.filter((manifest) => manifest.name === name).map(({ version }) => version);
  const selector = parseSelector(selectorText);
  if (selector.kind === 'version') return versions.includes(selector.version);
  if (selector.kind === 'range') return semver.maxSatisfying(versions, selector.range) !== null;
  return selector.kind === 'label' && selector.label === 'latest' && versions.length > 0;
};

test.each(examples)('$line is a command line as it stands', async ({ name, command, line }) => {
  await expect(parseArguments(name, command, wordsOf(name, line))).resolves.toMatchObject({ options: { help: false } });
});

test.each(examples)('$line names nothing that the demo world lacks', async ({ name, command, line }) => {
  const { arguments: words, options } = await parseArguments(name, command, wordsOf(name, line));
  for (const word of words) {
    const [, artifact, selector] = /^(@[^/@]+\/[^@]+)(?:@(.+))?$/.exec(word) ?? [];
    if (artifact !== undefined) expect(isThere(artifact, selector), word).toBe(true);
  }
  if (name === 'diff') for (const version of words.slice(1)) expect(isThere(words[0]!, version), version).toBe(true);
  const handles = [...words.filter((word) => /^@[^/]+$/.test(word)), ...[options['namespace'] ?? []].flat()].map((handle) =>
    String(handle).replace(/^@|:.*$/g, ''),
  );
  for (const handle of handles) expect(namespaces).toContain(handle);
});

test.each(examples.filter(({ name }) => name === 'search'))('$line finds something in the demo world', async ({ name, command, line }) => {
  const { arguments: words, options } = await parseArguments(name, command, wordsOf(name, line));
  const [types, handles] = [options['type'], options['namespace']] as readonly (readonly string[])[];
  const found = manifests.filter((manifest) => {
    const text = JSON.stringify([manifest.name, manifest['description'], manifest['keywords']]).toLowerCase();
    return (
      words.every((word) => text.includes(word)) &&
      (types!.length === 0 || types!.includes(String(manifest['type']))) &&
      (handles!.length === 0 || handles!.some((handle) => manifest.name.startsWith(`${handle}/`)))
    );
  });
  expect(found).not.toEqual([]);
});

test('what the help names beside its examples is there, too', () => {
  for (const { command } of loaded) {
    const told = [command.about, ...command.arguments.map(({ does }) => does)].join(' ');
    for (const [word, artifact, selector] of told.matchAll(/(@(?:acme|ada|lumen)\/[\w-]+)(?:@([\w.^-]*\w))?/g))
      expect(isThere(artifact!, selector), word).toBe(true);
  }
});
