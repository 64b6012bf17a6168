import { commands } from './commands.ts';
import type { Command } from './command-line/command.ts';
import { findCommand, partsOf } from './command-line/find-command.ts';
import { commandHelp, overview, partsHelp } from './command-line/help.ts';
import { parseArguments } from './command-line/parse-arguments.ts';
import { createKeyboard } from './console/keyboard.ts';
import { createOutput, type Sink } from './console/output.ts';
import { Interrupted, reportFailure, type ExitCode } from './console/report-failure.ts';
import type { Context } from './context.ts';
import { createContext } from './create-context.ts';
import type { Settings } from './settings.ts';

/** The world around a run: a process gives its own, a test what it likes. */
export interface World {
  readonly settings: Settings;
  readonly workingFolder: string;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Aborted to interrupt. */
  readonly signal: AbortSignal;
  readonly version: string;
  readonly now?: () => Date;
  readonly openBrowser?: Context['openBrowser'];
  readonly fetch?: typeof fetch;
}

const openRealBrowser: Context['openBrowser'] = async (address) => (await import('./account/open-browser.ts')).openBrowser(address);

const isHelp = (word: string | undefined): boolean => word === '--help' || word === '-h' || word === 'help';

/** Runs one command line and gives its exit code; never throws. @param words  what follows `gati` */
export async function run(words: readonly string[], world: World): Promise<ExitCode> {
  const { settings, stdout, stderr, stdin, signal } = world;
  const isJson = words.includes('--json') && (!words.includes('--') || words.indexOf('--json') < words.indexOf('--'));
  const output = createOutput({ stdout, stderr, isJson, mayColour: settings.mayColour });
  try {
    const [first, ...others] = words;
    if (first === undefined || (isHelp(first) && (first !== 'help' || others.length === 0))) {
      stdout.write(`${overview(commands, world.version)}\n`);
      return 0;
    }
    if (first === '--version' || first === '-v') {
      output.result({ version: world.version }, world.version);
      return 0;
    }
    const [group = '', part] = first === 'help' ? others : words;
    const parts = partsOf(commands, group);
    if (parts.length > 0 && (first === 'help' ? part === undefined : isHelp(part))) {
      stdout.write(`${partsHelp(group, parts)}\n`);
      return 0;
    }
    const { entry, rest } = await findCommand(commands, first === 'help' ? others : words);
    const command = await entry.load();
    const parsed = await parseArguments(entry.name, command, first === 'help' ? ['--help'] : rest);
    if (parsed.options['help'] === true) {
      stdout.write(`${commandHelp(entry.name, command)}\n`);
      return 0;
    }
    await perform(command, parsed, world, output);
    return 0;
  } catch (error) {
    return reportFailure(signal.aborted ? new Interrupted() : error, { output, stderr, mayColour: settings.mayColour });
  }

  async function perform(
    command: Command,
    parsed: Awaited<ReturnType<typeof parseArguments>>,
    { workingFolder, now = () => new Date(), openBrowser = openRealBrowser, fetch }: World,
    to: typeof output,
  ): Promise<void> {
    const keyboard = createKeyboard(stdin, (text) => stderr.write(text), {
      isInteractive: stdin.isTTY && stderr.isTTY === true,
      interrupted: () => new Interrupted(),
    });
    const context = createContext({
      settings,
      registry: parsed.options['registry'] as string | undefined,
      workingFolder,
      output: to,
      keyboard,
      signal,
      now,
      openBrowser,
      fetch,
    });
    try {
      await command.run(context, parsed as never);
    } finally {
      context.client.close();
    }
  }
}
