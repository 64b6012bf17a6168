/** A part of a program that can be parsed by itself: whole statements of one block, with the large blocks inside them left empty, because they are parts of their own. */
export interface CodeWindow {
  readonly text: string;
  /** Of its first line in the file. */
  readonly line: number;
}

/** Letters of code a window has, comments, white space and the insides of texts not counted. */
export interface WindowSizes {
  /** From here on a window ends with its statement. */
  readonly full: number;
  /** A block from here on is a window of its own. */
  readonly block: number;
}

interface Frame {
  /** Holds statements, and can be cut between them. */
  readonly isBlock: boolean;
  /** A template in which this is an expression goes on after it. */
  readonly isInTemplate: boolean;
  parts: string[];
  weight: number;
  line: number;
  /** Round and square brackets that are open in it. */
  depth: number;
}

/** After these a slash begins a regular expression and a brace a block. */
const opensExpression = new Set(['return', 'typeof', 'case', 'in', 'of', 'delete', 'void', 'throw', 'new', 'instanceof', 'else', 'do', 'yield', 'await']);
const opensBlock = new Set(['else', 'do', 'try', 'finally', 'catch', 'static']);
const beginsStatement = /\s*\n\s*(?:(?:async\s+)?function|class|var|let|const|import|export|if|for|return|switch|try|[\w$.]+\s*=(?!=))(?![\w$])/y;
const wordAt = /[\w$\u0080-\uffff#]+/y;

/** How much code there is in a text, near enough to tell what parsing it costs: padding weighs nothing. */
export const weightOf = (text: string): number => scan(text, null).weight;

/**
 * Cuts a program that is too large to be parsed whole. One pass, no recursion, memory of about the text.
 * It reads JavaScript as a lexer does that knows no grammar; where it is wrong a window cannot be parsed, which is for the caller to tell: nothing is ever left out.
 */
export const windowsOf = (text: string, sizes: WindowSizes): readonly CodeWindow[] => scan(text, sizes).windows;

function scan(text: string, sizes: WindowSizes | null): { readonly weight: number; readonly windows: readonly CodeWindow[] } {
  const windows: CodeWindow[] = [];
  const frames: Frame[] = [];
  let frame: Frame = { isBlock: true, isInTemplate: false, parts: [], weight: 0, line: 1, depth: 0 };
  let weight = 0;
  let line = 1;
  /** Up to where the text has been copied into a frame, and its lines counted. */
  let copied = 0;
  /** What came last that is no space or comment. */
  let last = '';
  /** Whether the brace that closed last was a block's. */
  let isClosingBlock = false;

  /** Looked for once: a search from each brace would read a long line again and again. */
  let nextBreak = text.indexOf('\n');
  const copy = (to: number): void => {
    if (sizes) {
      frame.parts.push(text.slice(copied, to));
      for (; nextBreak !== -1 && nextBreak < to; nextBreak = text.indexOf('\n', nextBreak + 1)) line++;
    }
    copied = to;
  };
  const weigh = (letters: number): void => {
    frame.weight += letters;
    weight += letters;
  };
  const emit = (): void => {
    windows.push({ text: frame.parts.join(''), line: frame.line });
    frame.parts = [];
    frame.weight = 0;
    frame.line = line;
  };
  const cutIfFull = (at: number): void => {
    if (!sizes || !frame.isBlock || frame.depth > 0 || frame.weight < sizes.full) return;
    copy(at);
    emit();
  };
  const open = (at: number, isInTemplate: boolean): void => {
    const isBlock = !isInTemplate && (last === ')' || last === '=>' || last === ';' || last === '' || last === '{' || last === '}' || opensBlock.has(last));
    copy(at + 1);
    frames.push(frame);
    frame = { isBlock, isInTemplate, parts: [], weight: 0, line, depth: 0 };
  };
  /** @returns whether the frame that ended was an expression in a template */
  const close = (at: number): boolean => {
    const parent = frames.pop();
    if (!parent) return false;
    copy(at);
    const inner = frame;
    if (sizes && inner.isBlock && inner.weight >= sizes.block) {
      const lines = line - inner.line;
      emit();
      frame = parent;
      frame.parts.push('\n'.repeat(lines));
    } else {
      frame = parent;
      for (const part of inner.parts.length > 64 ? [inner.parts.join('')] : inner.parts) frame.parts.push(part);
      frame.weight += inner.weight;
    }
    isClosingBlock = inner.isBlock;
    return inner.isInTemplate;
  };
  /** @returns where the template's text ends: after its last quote, or after `${` */
  const skipTemplate = (from: number): number => {
    for (let at = from; at < text.length; at++) {
      const letter = text.charCodeAt(at);
      if (letter === 0x5c) at++;
      else if (letter === 0x60) {
        last = '"';
        return at + 1;
      } else if (letter === 0x24 && text.charCodeAt(at + 1) === 0x7b) {
        open(at + 1, true);
        last = '(';
        return at + 2;
      }
    }
    return text.length;
  };

  for (let at = 0; at < text.length;) {
    const letter = text[at] as string;
    if (letter === ' ' || letter === '\n' || letter === '\t' || letter === '\r') {
      at++;
    } else if (letter === '/' && (text[at + 1] === '/' || text[at + 1] === '*')) {
      const isLine = text[at + 1] === '/';
      const end = isLine ? text.indexOf('\n', at) : text.indexOf('*/', at + 2);
      at = end === -1 ? text.length : end + (isLine ? 0 : 2);
    } else if (letter === '"' || letter === "'") {
      at = stringEnd(text, at);
      weigh(8);
      last = '"';
    } else if (letter === '`') {
      weigh(8);
      at = skipTemplate(at + 1);
    } else if (letter === '/' && isRegExpPlace(last, isClosingBlock)) {
      at = regExpEnd(text, at);
      weigh(8);
      last = '"';
    } else if (letter === '{') {
      weigh(1);
      open(at, false);
      last = '{';
      at++;
    } else if (letter === '}') {
      weigh(1);
      const isTemplate = close(at);
      at++;
      if (isTemplate) at = skipTemplate(at);
      else {
        last = '}';
        beginsStatement.lastIndex = at;
        if (isClosingBlock && beginsStatement.test(text)) cutIfFull(at);
      }
    } else {
      wordAt.lastIndex = at;
      const word = wordAt.exec(text)?.[0];
      if (word === undefined) {
        weigh(1);
        if (letter === '(' || letter === '[') frame.depth++;
        else if (letter === ')' || letter === ']') frame.depth--;
        last = letter === '>' && last === '=' ? '=>' : (letter === '+' || letter === '-') && last === letter ? letter + letter : letter;
        at++;
        if (letter === ';') cutIfFull(at);
      } else {
        weigh(word.length);
        last = opensExpression.has(word) || opensBlock.has(word) ? word : 'word';
        at += word.length;
      }
    }
  }
  while (frames.length > 0) close(text.length);
  copy(text.length);
  if (sizes) emit();
  return { weight, windows };
}

/** A division stands after a value. */
const isRegExpPlace = (last: string, isClosingBlock: boolean): boolean =>
  last === '}' ? isClosingBlock : !(last === 'word' || last === '"' || last === ')' || last === ']' || last === '++' || last === '--');

/** A text ends with its line at the latest; a lone quote, as in the text of JSX, is a letter. */
function stringEnd(text: string, from: number): number {
  const quote = text[from];
  for (let at = from + 1; at < text.length; at++) {
    const letter = text[at];
    if (letter === '\\') at++;
    else if (letter === quote) return at + 1;
    else if (letter === '\n') break;
  }
  return from + 1;
}

function regExpEnd(text: string, from: number): number {
  let isInClass = false;
  for (let at = from + 1; at < text.length; at++) {
    const letter = text[at];
    if (letter === '\\') at++;
    else if (letter === '[') isInClass = true;
    else if (letter === ']') isInClass = false;
    else if (letter === '/' && !isInClass) return at + 1;
    else if (letter === '\n') break;
  }
  return from + 1;
}

const requireCall = /\brequire\(\s*["'`]([\w@:./-]{1,100})["'`]\s*\)/g;
const assigned = /([\w$]{1,100}|\{[\w$\s,:]{1,500}\})\s{0,20}=\s{0,20}(?:[\w$.]{1,40}\()?$/;
const importLine =
  /\bimport\s{0,20}(?:([\w$]{1,100})\s{0,20},?\s{0,20})?(?:\*\s{0,20}as\s{1,20}([\w$]{1,100})|(\{[\w$\s,]{1,500}\}))?\s{0,20}from\s{0,20}["']([\w@:./-]{1,100})["']/g;
const preambleMax = 500;
const assignmentLengthMax = 600;

/** What the names of a program mean in all its windows: the modules it loads, on one line. */
export function preambleOf(text: string): string {
  const lines = new Set<string>();
  for (const { 1: module, index } of text.matchAll(requireCall)) {
    if (lines.size >= preambleMax) break;
    const names = assigned.exec(text.slice(Math.max(0, index - assignmentLengthMax), index))?.[1];
    if (names !== undefined) lines.add(`var ${names.replace(/\s+/g, ' ')} = require('${module}');`);
  }
  for (const [, name, all, some, module] of text.matchAll(importLine)) {
    if (lines.size >= preambleMax) break;
    for (const one of [name, all, some?.replace(/\s+/g, ' ').replace(/([\w$]+) as ([\w$]+)/g, '$1: $2')])
      if (one !== undefined) lines.add(`var ${one} = require('${module}');`);
  }
  return [...lines].join(' ');
}
