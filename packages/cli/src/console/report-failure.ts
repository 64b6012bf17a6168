import { isRegistryError, refusalOf } from '@gati/errors';
import { isRegistryRefusal, type RegistryRefusal } from '@gati/sdk';
import { UsageError } from '../command-line/usage-error.ts';
import type { Output, Sink } from './output.ts';
import { createStyle } from './style.ts';

/** Thrown when Ctrl-C or a signal ends a command. */
export class Interrupted extends Error {
  constructor() {
    super('Interrupted.');
    this.name = 'Interrupted';
  }
}

/** 0 done · 1 refused or failed · 2 wrong usage · 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly suggestions: readonly string[];
  readonly docsUrl?: string;
  readonly requestId?: string;
}

/** Whether no answer came at all, as against one that says that a part of the registry is down. */
const isUnreached = ({ code, cause }: RegistryRefusal): boolean => code === 'UPSTREAM_UNAVAILABLE' && cause !== undefined;

/** Any error as code, message and what to do next. Errors of this machine keep the system's own code, for example EACCES. */
function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) return { code: 'USAGE', message: error.message, details: {}, suggestions: [error.hint] };
  if (isRegistryRefusal(error)) {
    const { code, reportedCode, message, details, suggestions, docsUrl, requestId } = error;
    return {
      code: code === 'INTERNAL' ? reportedCode : code,
      message,
      details,
      suggestions: isUnreached(error) ? [...suggestions, 'Or name another registry: --registry URL, or GATI_REGISTRY'] : suggestions,
      ...(docsUrl ? { docsUrl } : {}),
      ...(requestId ? { requestId } : {}),
    };
  }
  if (isRegistryError(error)) {
    const { code, message, details, suggestions } = refusalOf(error);
    return { code, message, details, suggestions };
  }
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { code: undefined, message: String(error) };
  return { code: code ?? 'INTERNAL', message, details: {}, suggestions: [] };
}

/** Prints what went wrong, on stderr for people and with `--json` on stdout as one document, and gives the exit code. */
export function reportFailure(error: unknown, { output, stderr, mayColour }: { output: Output; stderr: Sink; mayColour: boolean }): ExitCode {
  const style = createStyle(mayColour && stderr.isTTY === true);
  if (error instanceof Interrupted) {
    output.note('Interrupted.');
    return 130;
  }
  const failure = failureOf(error);
  const others = isRegistryRefusal(error) ? error.others.map(failureOf) : [];
  for (const { code, message, suggestions, requestId, docsUrl } of [failure, ...others]) {
    output.note(`${style.bad(`✗ ${code}`)}  ${message}`);
    for (const suggestion of suggestions) output.note(`  → ${suggestion}`);
    if (docsUrl) output.note(style.dim(`  About this code: ${docsUrl}`));
    if (requestId && code === 'INTERNAL') output.note(style.dim(`  Request ${requestId}`));
  }
  if (output.isJson) output.result({ error: failure }, '');
  return error instanceof UsageError ? 2 : 1;
}
