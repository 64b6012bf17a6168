import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';

/** Where programs from outside are looked for: PATH, then $STOCK_DIR/bin (/opt/stock/bin). */
const folders = (): readonly string[] => [...(env['PATH'] ?? '').split(delimiter), join(env['STOCK_DIR'] ?? '/opt/stock', 'bin')];

/** A program that is no part of the project, by its name; null when it is not installed. */
export const stockProgram = (name: string): string | null =>
  folders()
    .map((folder) => join(folder, name))
    .find(existsSync) ?? null;
