import { variables } from './variables.ts';

/** The text of `.env.example`: every setting with its meaning and default, all commented out. */
export function exampleText(): string {
  const head =
    '# Settings of the registry. Everything has a default that works offline: copy this file to .env and change what you need.\n# A malformed value or an unknown name stops the start, with all faults listed at once.\n';
  const entries = Object.entries(variables).map(
    ([name, { meaning, byDefault, example, allowed }]) => `\n# ${meaning}\n# Default: ${byDefault}. Must be ${allowed}.\n# ${name}=${example}\n`,
  );
  return head + entries.join('');
}
