import type { Context } from '../context.ts';

export interface OptionDefinition {
  readonly type: 'string' | 'boolean';
  /** What the help shows in the place of a value, for example FILE. */
  readonly value?: string;
  /** One line for the help. */
  readonly does: string;
  /** May be given several times. */
  readonly multiple?: boolean;
}
export type OptionDefinitions = Readonly<Record<string, OptionDefinition>>;

/** The values that a command's definitions give. */
export type OptionValues<O extends OptionDefinitions> = {
  readonly [K in keyof O]: O[K]['type'] extends 'boolean' ? boolean : O[K]['multiple'] extends true ? readonly string[] : string | undefined;
};

export interface ArgumentDefinition {
  readonly name: string;
  readonly does: string;
  readonly isOptional?: boolean;
  /** Takes all that is left. */
  readonly isMany?: boolean;
}

/** One command: how it is written, what its help says, what it does. */
export interface Command<O extends OptionDefinitions = OptionDefinitions> {
  readonly arguments: readonly ArgumentDefinition[];
  readonly options: O;
  /** What it does in a paragraph or two, for its help. */
  readonly about: string;
  /** Lines to copy, each with what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  readonly run: (context: Context, input: { readonly arguments: readonly string[]; readonly options: OptionValues<O> }) => Promise<void>;
}

/** Ties the type of the options that `run` gets to their definitions. */
export const defineCommand = <const O extends OptionDefinitions>(command: Command<O>): Command<O> => command;

/** A command before its code is loaded. */
export interface CommandEntry {
  /** As it is written: `install`, `token create`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly does: string;
  readonly group: string;
  readonly load: () => Promise<Command>;
}
