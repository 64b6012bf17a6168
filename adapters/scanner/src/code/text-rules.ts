import type { Suspicion } from './code-rules.ts';
import { harmfulCommand } from './vocabulary.ts';

/** Signs that are certain enough without syntax, for code that is too large or cannot be read as code. */
const signs: readonly (readonly [rule: string, severity: Suspicion['severity'], title: string, pattern: RegExp])[] = [
  ['hidden-code', 'HIGH', 'Encoded code is decoded and run', /\b(?:eval|Function)\s*\(\s*(?:atob|unescape|Buffer\s*\.\s*from)\s*\(/],
  ['hidden-command', 'CRITICAL', 'A command that is encoded in the code is run', /\b(?:exec|execSync|spawn|spawnSync)\s*\(\s*(?:atob|Buffer\s*\.\s*from)\s*\(/],
  ['network-code', 'CRITICAL', 'Code is fetched from the network and run', /\bfetch\s*\(\s*["'`]https?:[^"'`\n]{1,500}["'`]\s*\)[^;\n]{0,300}\beval\b/],
];

/** A pass over plain text; each rule reports its first place. */
export function judgeText(text: string): readonly Suspicion[] {
  return signs.flatMap(([rule, severity, title, pattern]) => {
    const match = pattern.exec(text);
    return match ? [{ rule, severity, title, line: lineAt(text, match.index) }] : [];
  });
}

/** Shell scripts that run by themselves: the commands that `child_process` must not run either. */
export const judgeShellScript = (text: string, runsAtInstall: boolean): readonly Suspicion[] => {
  const title = `A script that runs ${runsAtInstall ? 'at installation ' : ''}downloads and executes, sends secrets away or destroys`;
  return harmfulCommand.test(text) ? [{ rule: 'harmful-command', severity: 'CRITICAL', title, line: 0 }] : [];
};

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;
