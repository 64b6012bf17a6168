import { parseArgs } from 'node:util';
import type { Command, OptionDefinitions } from './command.ts';
import { UsageError } from './usage-error.ts';

/** What every command takes. */
export const commonOptions = {
  registry: { type: 'string', value: 'URL', does: 'Address of the registry; else GATI_REGISTRY, else http://127.0.0.1:4000' },
  json: { type: 'boolean', does: 'Print one JSON document on stdout and nothing else there' },
  help: { type: 'boolean', does: 'Show this help' },
} as const satisfies OptionDefinitions;

export interface ParsedArguments {
  readonly arguments: readonly string[];
  /** Every option of the definitions is there: false, undefined or an empty list where it was not given. */
  readonly options: Readonly<Record<string, boolean | string | undefined | readonly string[]>>;
}

/** Reads what follows the command's name. `--name value`, `--name=value`, and `-h` for help; everything after `--` is an argument.
 *  @throws UsageError for an unknown option, a missing or needless value, too few or too many arguments */
export async function parseArguments(name: string, command: Pick<Command, 'arguments' | 'options'>, words: readonly string[]): Promise<ParsedArguments> {
  const definitions: OptionDefinitions = { ...command.options, ...commonOptions };
  const { values, positionals, tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(
      Object.entries(definitions).map(([key, { type, multiple = false }]) => [key, { type, multiple, ...(key === 'help' ? { short: 'h' } : {}) }]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const seeHelp = `See gati ${name} --help`;
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const definition = Object.hasOwn(definitions, token.name) ? definitions[token.name] : undefined;
    if (!definition) throw await unknownOption(token.rawName, Object.keys(definitions), seeHelp);
    if (definition.type === 'boolean' && token.value !== undefined) throw new UsageError(`${token.rawName} takes no value.`, seeHelp);
    if (definition.type === 'string' && !token.value)
      throw new UsageError(`${token.rawName} needs a value: ${token.rawName} ${definition.value ?? 'VALUE'}`, seeHelp);
    // `--key --tag next` means a forgotten value; one that begins with a dash is written --key=-x.
    if (definition.type === 'string' && !token.inlineValue && token.value?.startsWith('-')) {
      throw new UsageError(
        `${token.rawName} needs a value, and ${token.value} looks like an option.`,
        `Write ${token.rawName}=${token.value} if it is meant so.`,
      );
    }
    if (!definition.multiple && definition.type === 'string' && seen.has(token.name)) throw new UsageError(`${token.rawName} is given twice.`, seeHelp);
    seen.add(token.name);
  }
  const options = Object.fromEntries(
    Object.entries(definitions).map(([key, { type, multiple }]) => [key, values[key] ?? (type === 'boolean' ? false : multiple ? [] : undefined)]),
  ) as ParsedArguments['options'];
  if (options['help'] !== true) checkCount(name, command, positionals);
  return { arguments: positionals, options };
}

function checkCount(name: string, { arguments: expected }: Pick<Command, 'arguments'>, found: readonly string[]): void {
  const needed = expected.filter(({ isOptional }) => !isOptional);
  const most = expected.some(({ isMany }) => isMany) ? Number.POSITIVE_INFINITY : expected.length;
  const missing = needed[found.length];
  if (missing) throw new UsageError(`${missing.name} is missing: ${missing.does}.`, `See gati ${name} --help`);
  if (found.length > most) throw new UsageError(`«${found[most]}» is one argument too many.`, `See gati ${name} --help`);
}

async function unknownOption(written: string, known: readonly string[], seeHelp: string): Promise<UsageError> {
  const { nearest } = await import('@gati/manifest');
  const meant = nearest(written.replace(/^-+/, ''), known);
  return new UsageError(`There is no option ${written}.`, meant ? `Did you mean --${meant}? ${seeHelp}` : seeHelp);
}
