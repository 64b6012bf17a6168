import type { ArgumentDefinition, Command, CommandEntry, OptionDefinitions } from './command.ts';
import { commonOptions } from './parse-arguments.ts';

const indent = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
};
const written = ({ name, isOptional, isMany }: ArgumentDefinition): string => {
  const one = isMany ? `${name}…` : name;
  return isOptional ? `[${one}]` : one;
};
const optionRows = (options: OptionDefinitions): readonly (readonly [string, string])[] =>
  Object.entries(options).map(([name, { type, value, does, multiple }]) => [
    `${name === 'help' ? '-h, ' : ''}--${name}${type === 'string' ? ` ${value ?? 'VALUE'}` : ''}`,
    `${does}${multiple ? '; may be given several times' : ''}`,
  ]);

/** The help of one command. */
export function commandHelp(name: string, { arguments: positionals, options, about, examples }: Command): string {
  const hasOptions = Object.keys(options).length > 0;
  return [
    `Usage: ${['gati', name, ...positionals.map(written), ...(hasOptions ? ['[options]'] : [])].join(' ')}`,
    about,
    ...(positionals.length > 0 ? [`Arguments:\n${indent(positionals.map((argument) => [argument.name, argument.does]))}`] : []),
    `Options:\n${indent(optionRows({ ...options, ...commonOptions }))}`,
    `Examples:\n${examples.map(([line, does]) => `  # ${does}\n  ${line}`).join('\n\n')}`,
    '',
  ]
    .join('\n\n')
    .trimEnd();
}

/** The help of a word that several commands begin with. */
export function partsHelp(first: string, entries: readonly CommandEntry[]): string {
  return [
    `Usage: gati ${first} COMMAND [arguments] [options]`,
    `Commands:\n${indent(entries.map(({ name, does }) => [name, does]))}`,
    `gati ${first} COMMAND --help explains one command, with examples.`,
  ].join('\n\n');
}

/** The list of all commands. */
export function overview(entries: readonly CommandEntry[], version: string): string {
  const groups = [...new Set(entries.map(({ group }) => group))];
  const width = Math.max(...entries.map(({ name }) => name.length));
  const listed = groups.map(
    (group) =>
      `${group}:\n${entries
        .filter((entry) => entry.group === group)
        .map(({ name, does }) => `  ${name.padEnd(width)}  ${does}`)
        .join('\n')}`,
  );
  return [
    `gati ${version}: publish to and install from the Gati Registry`,
    'Usage: gati COMMAND [arguments] [options]',
    ...listed,
    `Options:\n${indent([
      ['-h, --help', 'Show this help'],
      ['-v, --version', 'Show the version'],
    ])}`,
    `Environment:\n${indent([
      ['GATI_REGISTRY', 'Address of the registry'],
      ['GATI_TOKEN', 'API key or access token, in place of the login that is kept'],
      ['COSIGN_PASSWORD', 'Password of signing keys'],
      ['NO_COLOR', 'No colours'],
    ])}`,
    'gati COMMAND --help explains one command, with examples.',
  ].join('\n\n');
}
