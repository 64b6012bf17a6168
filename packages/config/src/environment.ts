import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** What the surroundings say, before any of it is judged: the process's own variables win over those of `.env`. */
export interface Environment {
  readonly fromProcess: Readonly<Record<string, string | undefined>>;
  readonly fromFile: Readonly<Record<string, string | undefined>>;
}

/** Reads the process's environment and `.env` in this folder; the only place that does. */
export function readEnvironment(folder: string): Environment {
  let text = '';
  try {
    text = readFileSync(join(folder, '.env'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return { fromProcess: process.env, fromFile: parseEnv(text) };
}
