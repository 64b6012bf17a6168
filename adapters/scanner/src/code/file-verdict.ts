import { AstAnalyser, JsSourceParser, TsSourceParser, type SourceParser } from '@nodesecure/js-x-ray';
import { judgeCode, unreadable, type CodeContext, type Suspicion } from './code-rules.ts';
import type { SyntaxNode } from './syntax.ts';
import { judgeText } from './text-rules.ts';
import { preambleOf, weightOf, windowsOf } from './windows.ts';

export interface CodeFile extends CodeContext {
  readonly path: string;
  readonly text: string;
  /** Nothing says that it is code: what is none has nothing said of it. */
  readonly isGuess?: boolean;
}

/** Code above this weight is parsed in windows: the analysers take 0.3 s and up to 100 MB for each megabyte. Comments and long texts cost next to nothing, and weigh nothing. */
export const syntaxWeightMax = 2 * 1024 ** 2;
const windowSizes = { full: 1024 ** 2, block: 256 * 1024 };
/** One statement, such as a table, may be larger than a window. */
const windowWeightMax = 4 * 1024 ** 2;

/** js-x-ray's warnings that speak of intent, with the weight we give them alone. The others (weak hashes, slow patterns, short names …) speak of quality. */
const weights: Readonly<Record<string, { severity: Suspicion['severity']; title: string }>> = {
  'data-exfiltration': { severity: 'LOW', title: 'Data about the machine are put together' },
  'serialize-environment': { severity: 'LOW', title: 'All environment variables are put into one text' },
};
/** With these beside it, unreadable code is not protecting a licence. */
const powers = new Set(['made-code', 'loaded-code', 'sends-machine', 'hidden-module']);
/** Tools that do nothing else than hide; the other forms that js-x-ray names appear in honest code by chance. */
const hidingTools = new Set(['obfuscator.io', 'jsfuck', 'jjencode', 'freejsobfuscator', 'morse']);

/** The probes of js-x-ray whose warnings we use. The others cost time, and one of them (isRequire) can be made to crash the analysis. */
const usedProbes = new Set(['isLiteral', 'isArrayExpression', 'isBinaryExpression', 'isSerializeEnv', 'dataExfiltration']);
function analyser(): AstAnalyser {
  const analyser = new AstAnalyser();
  analyser.probes = analyser.probes.filter(({ name }) => usedProbes.has(name));
  return analyser;
}

/** What is suspicious about a file, and whether it is code at all. */
export interface FileVerdict {
  readonly suspicions: readonly Suspicion[];
  readonly isRead: boolean;
}
const nothing: FileVerdict = { suspicions: [], isRead: false };

/** All that is suspicious about one file of JavaScript or TypeScript, each rule once. What cannot be parsed is searched as text, and said to be unread. */
export const judgeFile = (file: CodeFile): readonly Suspicion[] => verdictOf(file).suspicions;

/** The same, with whether it was read as code: of a guess that is none nothing is said. */
export function verdictOf(file: CodeFile): FileVerdict {
  const { path, text, runsAtInstall, isGuess = false } = file;
  if (text.length > syntaxWeightMax && weightOf(text) > syntaxWeightMax) return judgeWindows(file);
  // The other parser goes on where it does not understand, at length.
  const judged = judgeProgram(text, isGuess ? (source) => javascript.parse(source) : (source, options) => parse(source, path, options), runsAtInstall);
  if (typeof judged !== 'string') return { suspicions: onePerRule(judged), isRead: true };
  if (isGuess) return nothing;
  return { suspicions: onePerRule([...judgeText(text), unread(`It cannot be read as code (${judged}); only its text was searched`)]), isRead: false };
}

/** What both analysers say; a text, why it cannot be parsed. */
function judgeProgram(text: string, parseWith: (source: string, options: object) => ReturnType<SourceParser['parse']>, runsAtInstall: boolean) {
  const suspicions: Suspicion[] = [];
  let isJudged = false;
  const parser: SourceParser = {
    parse: (source: string, options?: object) => {
      const body = parseWith(source, options ?? {});
      // Before the analyser: it folds parts of the tree together.
      suspicions.push(...judgeCode(body as unknown as readonly SyntaxNode[], { runsAtInstall }));
      isJudged = true;
      return body;
    },
  };
  try {
    const { warnings } = analyser().analyse(text, { customParser: parser });
    suspicions.push(...warnings.flatMap((warning) => ofWarning(warning, suspicions, runsAtInstall)));
  } catch (error) {
    const reason = (error as Error).message.replace(/\s+/g, ' ').slice(0, 100);
    if (!isJudged) return reason;
    suspicions.push({ rule: 'half-read', severity: 'UNKNOWN', title: `One of the two analysers failed at it (${reason})`, line: 1 });
  }
  return suspicions;
}

/** A program too large to be parsed whole, window by window: what its names mean as modules is told to each, other values are followed within their window. */
function judgeWindows({ path, text, runsAtInstall, isGuess = false }: CodeFile): FileVerdict {
  const preamble = preambleOf(text);
  const suspicions: Suspicion[] = [...judgeText(text)];
  let isRead = true;
  for (const { text: code, line } of windowsOf(text, windowSizes)) {
    const parseAs = (source: string, options: object) => (isGuess ? javascript.parse(source) : parse(source, path, options));
    const judged =
      weightOf(code) > windowWeightMax
        ? 'a statement is too large'
        : judgeProgram(code, (source, options) => parseWindow(source, preamble, (whole) => parseAs(whole, options)), runsAtInstall);
    if (typeof judged !== 'string') suspicions.push(...judged.map((suspicion) => ({ ...suspicion, line: suspicion.line + line - 1 })));
    else if (isGuess) return nothing;
    else {
      isRead = false;
      suspicions.push({ ...unread(`A part of it cannot be read as code (${judged}); only its text was searched`), line });
    }
  }
  return { suspicions: onePerRule(suspicions), isRead };
}

/** Where the statements of a window may stand: at the top, in a function that jumps, in a method, a class, a switch, or an object. */
const places: readonly (readonly [before: string, after: string])[] = [
  ['', ''],
  ['async function* _() { for (;;) {', '\n} }'],
  ['class _ extends Object { async *_() { for (;;) {', '\n} } }'],
  ['class _ extends Object {', '\n}'],
  ['switch (0) {', '\n}'],
  ['({', '\n})'],
];

function parseWindow(code: string, preamble: string, parseAs: (source: string) => ReturnType<SourceParser['parse']>): ReturnType<SourceParser['parse']> {
  // A hashbang may stand at the beginning only.
  const source = code.replace(/^#!/, '//');
  let first: unknown;
  for (const [before, after] of places) {
    try {
      return parseAs(`${preamble} ${before}${source}${after}`);
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}

const unread = (title: string): Suspicion => ({ rule: 'unread', severity: 'UNKNOWN', title, line: 1 });

const typescript = new TsSourceParser();
const javascript = new JsSourceParser();

/** As JavaScript of today; what is not (sloppy scripts, types) as TypeScript, whose parser takes both. */
function parse(source: string, path: string, options: object): ReturnType<SourceParser['parse']> {
  if (/\.[cm]?tsx?$/.test(path)) return typescript.parse(source, { ...options, jsx: path.endsWith('x') });
  try {
    return javascript.parse(source);
  } catch (error) {
    try {
      return typescript.parse(source, options);
    } catch {
      throw error;
    }
  }
}

interface Warning {
  readonly kind: string;
  readonly value: string | null;
  readonly location: unknown;
}

function ofWarning({ kind, value, location }: Warning, others: readonly Suspicion[], runsAtInstall: boolean): readonly Suspicion[] {
  const line = firstLine(location);
  if (kind === 'obfuscated-code') return hidingTools.has(value ?? '') ? [unreadable(runsAtInstall || others.some(({ rule }) => powers.has(rule)), line)] : [];
  const weight = weights[kind];
  return weight ? [{ rule: kind, ...weight, line }] : [];
}

const firstLine = (location: unknown): number => {
  const numbers = Array.isArray(location) ? (location.flat(Number.POSITIVE_INFINITY) as unknown[]) : [];
  return typeof numbers[0] === 'number' ? numbers[0] : 1;
};

const rank = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'];

/** Each rule once, at its gravest place. */
function onePerRule(suspicions: readonly Suspicion[]): readonly Suspicion[] {
  const byRule = new Map<string, Suspicion>();
  for (const suspicion of suspicions) {
    const known = byRule.get(suspicion.rule);
    if (!known || rank.indexOf(suspicion.severity) < rank.indexOf(known.severity)) byRule.set(suspicion.rule, suspicion);
  }
  return [...byRule.values()].sort((a, b) => rank.indexOf(a.severity) - rank.indexOf(b.severity) || a.line - b.line);
}
