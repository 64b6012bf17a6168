import type { ScanFinding, Severity } from '../scanner.ts';
import type { Suspicion } from './code-rules.ts';
import type { Role } from './declared.ts';

/** What a suspicion is to whoever reads the scan. */
export const findingOf = (path: string, { severity, title, line }: Suspicion): ScanFinding => ({
  kind: 'MALWARE',
  severity,
  title: line > 0 ? `${title} (line ${line})` : title,
  path,
  advisory: null,
  package: null,
  suggestion: null,
});

/** How much it matters that a file could not be looked at. A guess that is no code is data, and nothing was missed. */
export const severityUnexamined: Readonly<Record<Role, Severity | null>> = { entry: 'HIGH', code: 'UNKNOWN', program: 'LOW', guess: null };

/** Something that no rule was put to: nobody may take the silence about it for a good sign. */
export const unexamined = ({ path, severity, reason }: { path: string | null; severity: Severity; reason: string }): ScanFinding => ({
  kind: 'UNEXAMINED',
  severity,
  title: `Not examined: ${reason}`.slice(0, 300),
  path,
  advisory: null,
  package: null,
  suggestion: severity === 'HIGH' ? 'Publish it as JavaScript or TypeScript that can be parsed, in files of at most 16 MiB.' : null,
});

/** One finding for what is no code of a language that is read: images hold hundreds of programs. */
export function unexaminedPrograms(what: string, paths: readonly string[]): readonly ScanFinding[] {
  const [first, ...more] = paths.toSorted();
  if (first === undefined) return [];
  return [unexamined({ path: first, severity: 'LOW', reason: more.length === 0 ? what : `${what}, and ${more.length} more like it` })];
}
