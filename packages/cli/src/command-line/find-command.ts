import type { CommandEntry } from './command.ts';
import { UsageError } from './usage-error.ts';

/** The commands that are written with this word first: `token create` and its like for `token`. */
export const partsOf = (entries: readonly CommandEntry[], first: string): readonly CommandEntry[] => entries.filter(({ name }) => name.startsWith(`${first} `));

/** The command that the words begin with, longest name first, and the words that follow it.
 *  @throws UsageError for a name that there is not, with the nearest one */
export async function findCommand(
  entries: readonly CommandEntry[],
  words: readonly string[],
): Promise<{ readonly entry: CommandEntry; readonly rest: readonly string[] }> {
  const [first = '', second = ''] = words;
  const named = (name: string) => entries.find((entry) => entry.name === name);
  const two = named(`${first} ${second}`);
  if (two) return { entry: two, rest: words.slice(2) };
  const one = named(first);
  if (one) return { entry: one, rest: words.slice(1) };
  const parts = partsOf(entries, first).map(({ name }) => name);
  const written = parts.length > 0 && second !== '' && !second.startsWith('-') ? `${first} ${second}` : first;
  if (parts.length > 0 && written === first)
    throw new UsageError(`gati ${first} is not complete.`, `Write one of: ${parts.map((name) => `gati ${name}`).join(', ')}`);
  const { nearest } = await import('@gati/manifest');
  const meant = nearest(written, parts.length > 0 ? parts : entries.map(({ name }) => name));
  throw new UsageError(`There is no command «${written}».`, meant ? `Did you mean gati ${meant}?` : 'gati --help lists the commands.');
}
