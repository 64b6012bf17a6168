import type { Context } from '../context.ts';
import { refuse } from '../refuse.ts';

/** Asks for what cannot be undone, where somebody sits at the terminal: the thing's own name has to be typed. Programs are believed to mean what they do.
 *  @throws BAD_USER_INPUT when something else is typed */
export async function confirm({ keyboard }: Context, { question, answer, isSure }: { question: string; answer: string; isSure: boolean }): Promise<void> {
  if (isSure || !keyboard.isInteractive) return;
  const typed = await keyboard.readLine(`${question} Type ${answer} to go on: `);
  if (typed.trim() !== answer) throw refuse('BAD_USER_INPUT', 'Nothing was done.', ['Type the name exactly, or use --yes.']);
}
