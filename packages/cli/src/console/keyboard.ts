import type { Readable } from 'node:stream';

/** What is typed or piped in. */
export interface Keyboard {
  /** Whether somebody can be asked. */
  readonly isInteractive: boolean;
  /** Everything piped in, at most 64 kB, without the line end. */
  readonly readAll: () => Promise<string>;
  /** Asks on stderr and reads a line that is not shown. */
  readonly readSecret: (question: string) => Promise<string>;
  /** Asks on stderr and reads a line. */
  readonly readLine: (question: string) => Promise<string>;
}

interface TerminalInput extends Readable {
  readonly isTTY?: boolean;
  setRawMode?: (isRaw: boolean) => unknown;
}

const pipedMaxBytes = 64 * 1024;

/** Reads keys one by one, so that nothing is echoed but what is meant to be. Ctrl-C ends the reading with `interrupted`. */
async function readKeys(input: TerminalInput, echo: (text: string) => void, interrupted: () => unknown): Promise<string> {
  input.setRawMode?.(true);
  input.setEncoding('utf8');
  let line = '';
  try {
    for await (const chunk of input.iterator({ destroyOnReturn: false }) as AsyncIterable<string>) {
      for (const key of chunk) {
        if (key === '\r' || key === '\n' || key === '\u0004') return line;
        if (key === '\u0003') throw interrupted();
        if (key === '\u007f' || key === '\b') {
          if (line !== '') echo('\b \b');
          line = line.slice(0, -1);
        } else if (key >= ' ') {
          line += key;
          echo(key);
        }
      }
    }
    return line;
  } finally {
    input.setRawMode?.(false);
    input.pause();
  }
}

export function createKeyboard(
  input: TerminalInput,
  write: (text: string) => unknown,
  { isInteractive, interrupted }: { isInteractive: boolean; interrupted: () => unknown },
): Keyboard {
  const ask = async (question: string, echo: (text: string) => void): Promise<string> => {
    write(question);
    const line = await readKeys(input, echo, interrupted);
    write('\n');
    return line;
  };
  return {
    isInteractive,
    readAll: async () => {
      const parts: Buffer[] = [];
      let sizeBytes = 0;
      for await (const part of input as AsyncIterable<Buffer | string>) {
        const bytes = Buffer.from(part);
        sizeBytes += bytes.length;
        if (sizeBytes > pipedMaxBytes) throw new Error(`More than ${pipedMaxBytes} bytes were piped in.`);
        parts.push(bytes);
      }
      return Buffer.concat(parts)
        .toString()
        .replace(/\r?\n$/, '');
    },
    readSecret: (question) => ask(question, () => undefined),
    readLine: (question) => ask(question, write),
  };
}
