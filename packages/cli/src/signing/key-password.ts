import type { Context } from '../context.ts';
import { refuse } from '../refuse.ts';

type Asking = Pick<Context, 'settings' | 'keyboard' | 'output'>;

/** The password for a key that exists: COSIGN_PASSWORD, else asked for; empty where nobody can be asked. */
export async function passwordFor(keyFile: string, { settings, keyboard }: Asking): Promise<string> {
  if (settings.keyPassword !== undefined) return settings.keyPassword;
  return keyboard.isInteractive ? keyboard.readSecret(`Password of ${keyFile}: `) : '';
}

/** The password for a key that is made now: COSIGN_PASSWORD, else asked for twice; empty, with a warning, where nobody can be asked. */
export async function newPassword({ settings, keyboard, output }: Asking): Promise<string> {
  const password = settings.keyPassword ?? (keyboard.isInteractive ? await askTwice(keyboard) : '');
  if (password === '')
    output.note(
      output.style.warning('The private key is sealed with an empty password: whoever can read the file can sign. Set COSIGN_PASSWORD to choose one.'),
    );
  return password;
}

async function askTwice(keyboard: Context['keyboard']): Promise<string> {
  const first = await keyboard.readSecret('Password for the private key (empty for none): ');
  if (first !== '' && (await keyboard.readSecret('The same once more: ')) !== first)
    throw refuse('BAD_USER_INPUT', 'The two passwords differ.', ['Run the command again.']);
  return first;
}
