import { printable } from './format.ts';
import { createStyle, stylePattern, type Style } from './style.ts';

/** Something that can be written to: a process's stdout or stderr, or a test's list. */
export interface Sink {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** A piece of work whose progress is shown. */
export interface Task {
  /** Where it stands; `share` from 0 to 1 draws a bar on a terminal. */
  readonly update: (text: string, share?: number) => void;
  /** It is done: one line stays. */
  readonly done: (text: string) => void;
  /** It is given up; nothing stays. */
  readonly drop: () => void;
  /** A piece of it that goes on beside others, for example a layer: a line and a bar of its own below, on a terminal. */
  readonly part: (text: string) => TaskPart;
}

export interface TaskPart {
  readonly update: (share: number) => void;
  /** Its line goes; what the whole has reached stands in the task's own. */
  readonly end: () => void;
}

/** The one way to print. Results go to stdout, everything else to stderr. */
export interface Output {
  readonly isJson: boolean;
  readonly style: Style;
  /** The command's result: the document as JSON with `--json`, else the text. */
  readonly result: (document: unknown, text: string) => void;
  /** One of many results: a line of JSON with `--json`, else the text. */
  readonly event: (document: unknown, text: string) => void;
  /** A hint or a step, for people. */
  readonly note: (text: string) => void;
  readonly task: (text: string) => Task;
}

/** What was styled here keeps its style; every other control character, whoever sent it, is shown and not obeyed. */
const forTerminal = (text: string): string =>
  text
    .split(stylePattern)
    .map((piece, index) => (index % 2 === 1 ? piece : printable(piece)))
    .join('');

/** As JSON, with the control characters that JSON lets through escaped too: the document is the same, and a terminal obeys none of it. */
const asJson = (document: unknown, indentation?: number): string =>
  JSON.stringify(document, null, indentation).replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const framesPerSecond = 12;
const barWidth = 24;
/** Lines for parts at one time; how many more there are is said. */
const partsMax = 8;

interface Line {
  text: string;
  share: number | undefined;
}

export function createOutput({ stdout, stderr, isJson, mayColour }: { stdout: Sink; stderr: Sink; isJson: boolean; mayColour: boolean }): Output {
  const isTerminal = stderr.isTTY === true;
  const style = createStyle(mayColour && isTerminal);
  const resultStyle = createStyle(mayColour && stdout.isTTY === true && !isJson);
  let live: (Line & { readonly parts: Set<Line> }) | undefined;
  let drawnAt = Number.NEGATIVE_INFINITY;
  let linesDrawn = 0;

  const wipe = (): void => {
    if (linesDrawn > 0) stderr.write(`\r\u001b[2K${'\u001b[1A\u001b[2K'.repeat(linesDrawn - 1)}`);
    linesDrawn = 0;
  };
  const drawLine = ({ text, share }: Line, indent: string): string => {
    const filled = Math.round(Math.min(1, share ?? 0) * barWidth);
    const bar = share === undefined ? '' : ` [${'='.repeat(filled)}${' '.repeat(barWidth - filled)}] ${Math.floor(Math.min(1, share) * 100)} %`;
    const room = (stderr.columns ?? 80) - bar.length - indent.length - 1;
    return `${indent}${forTerminal(text.replace(/\s+/g, ' ')).slice(0, Math.max(0, room))}${bar}`;
  };
  const draw = (isNow = false): void => {
    if (!isTerminal || !live || (!isNow && performance.now() - drawnAt < 1_000 / framesPerSecond)) return;
    drawnAt = performance.now();
    const parts = [...live.parts];
    const hidden = parts.length - partsMax;
    const lines = [
      drawLine(live, '  '),
      ...parts.slice(0, partsMax).map((part) => drawLine(part, '    ')),
      ...(hidden > 0 ? [drawLine({ text: `… and ${hidden} more`, share: undefined }, '    ')] : []),
    ];
    wipe();
    stderr.write(lines.join('\n'));
    linesDrawn = lines.length;
  };
  const note = (text: string): void => {
    wipe();
    stderr.write(`${forTerminal(text)}\n`);
    draw(true);
  };
  const print = (text: string): void => {
    wipe();
    stdout.write(`${text}\n`);
    draw(true);
  };

  return {
    isJson,
    style: isJson ? createStyle(false) : resultStyle,
    result: (document, text) => {
      if (isJson) print(asJson(document, 2));
      else if (text !== '') print(forTerminal(text));
    },
    event: (document, text) => {
      if (isJson) print(asJson(document));
      else if (text !== '') print(forTerminal(text));
    },
    note,
    task: (text) => {
      const own = { text, share: undefined as number | undefined, parts: new Set<Line>() };
      live = own;
      draw(true);
      const end = (): void => {
        if (live !== own) return;
        wipe();
        live = undefined;
      };
      return {
        update: (latest, share) => {
          own.text = latest;
          own.share = share;
          draw();
        },
        done: (last) => {
          end();
          note(`${style.good('✓')} ${last}`);
        },
        drop: end,
        part: (partText) => {
          const line: Line = { text: partText, share: 0 };
          own.parts.add(line);
          return {
            update: (share) => {
              line.share = share;
              draw();
            },
            end: () => void own.parts.delete(line),
          };
        },
      };
    },
  };
}
