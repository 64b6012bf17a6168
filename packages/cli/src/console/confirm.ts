import { UsageError } from '../command-line/usage-error.ts';
import type { Context } from '../context.ts';
import { refuse } from '../refuse.ts';

/** Asks for what cannot be undone: the thing's own name has to be typed. Where nobody can be asked, only `--yes` does it.
 *  @throws UsageError without a terminal and without `--yes` · BAD_USER_INPUT when something else is typed */
export async function confirm({ keyboard }: Context, { question, answer, isSure }: { question: string; answer: string; isSure: boolean }): Promise<void> {
  if (isSure) return;
  if (!keyboard.isInteractive)
    throw new UsageError('This cannot be undone, and there is no terminal to ask at. Nothing was done.', 'To do it without being asked, use --yes.');
  const typed = await keyboard.readLine(`${question} Type ${answer} to go on: `);
  if (typed.trim() !== answer) throw refuse('BAD_USER_INPUT', 'Nothing was done.', ['Type the name exactly, or use --yes.']);
}
