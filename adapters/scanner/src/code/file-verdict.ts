import { AstAnalyser, JsSourceParser, TsSourceParser, type SourceParser } from '@nodesecure/js-x-ray';
import { judgeCode, unreadable, type CodeContext, type Suspicion } from './code-rules.ts';
import type { SyntaxNode } from './syntax.ts';
import { judgeText } from './text-rules.ts';

export interface CodeFile extends CodeContext {
  readonly path: string;
  readonly text: string;
}

/** Above this a file is searched as text only: the analyser takes 0.3 s and up to 100 MB for each megabyte. */
export const syntaxSizeMax = 2 * 1024 ** 2;

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

/** All that is suspicious about one file of JavaScript or TypeScript, each rule once. What cannot be parsed is searched as text, and said to be unread. */
export function judgeFile({ path, text, runsAtInstall }: CodeFile): readonly Suspicion[] {
  if (text.length > syntaxSizeMax) return [...judgeText(text), unread('It is too large to be read as code; only its text was searched')];
  const suspicions: Suspicion[] = [];
  let isJudged = false;
  const parser: SourceParser = {
    parse: (source: string, options?: object) => {
      const body = parse(source, path, options ?? {});
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
    if (isJudged) suspicions.push(unread(`One of the two analysers failed at it (${reason})`));
    else suspicions.push(...judgeText(text), unread(`It cannot be read as code (${reason}); only its text was searched`));
  }
  return onePerRule(suspicions);
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
