import type { Logger } from '@gati/subgraph';

/** A log that keeps what was written, so that a test can ask for it. */
export interface KeptLogger extends Logger {
  readonly lines: { readonly level: string; readonly facts: object; readonly message: string }[];
}
export function keptLogger(): KeptLogger {
  const lines: KeptLogger['lines'] = [];
  const at = (level: string) => (facts: object, message: string) => void lines.push({ level, facts, message });
  return { lines, error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}
export const silentLogger: Logger = { error() {}, warn() {}, info() {}, debug() {} };
