import { chmodSync, createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { pino, multistream } from 'pino';

/** What the house needs of a log: the context first, then what happened. */
export interface Log {
  readonly debug: (context: object, message: string) => void;
  readonly info: (context: object, message: string) => void;
  readonly warn: (context: object, message: string) => void;
  readonly error: (context: object, message: string) => void;
  /** The same log with this context in every line. */
  readonly child: (context: object) => Log;
}

/** Never written, wherever they turn up: credentials that a careless line could carry. */
const redacted = ['authorization', 'cookie', 'password', 'secret', 'token', 'refreshToken', 'accessToken'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.headers.${name}`,
]);

export interface LogOptions {
  /** Name of the process, in every line. */
  readonly process: string;
  /** A file for every line; then only warnings and errors go to standard error. Absent: every line goes to standard output. */
  readonly file?: string;
}

/** Structured lines of JSON. */
export function createLog({ process: name, file }: LogOptions): Log {
  const options = { base: { process: name }, redact: { paths: redacted, censor: '[not shown]' }, timestamp: pino.stdTimeFunctions.isoTime };
  if (!file) return pino(options);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Made by an older version, or with the folder above it.
  chmodSync(dirname(file), 0o700);
  return pino(options, multistream([{ stream: createWriteStream(file, { flags: 'a', mode: 0o600 }) }, { level: 'warn', stream: process.stderr }]));
}

/** Says nothing: for tests that are not about the log. */
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, child: () => silentLog };
