import { join } from 'node:path';

/** The checkout: `.env`, `.gati` and the built web app are below it. */
export const projectFolder = join(import.meta.dirname, '..', '..');
