import type { ScanFinding, Severity } from '@gati/scanner';

/** From which severity on a kind of finding refuses a version. */
const refusing: Partial<Record<ScanFinding['kind'], readonly Severity[]>> = {
  // Rules of these two name acts that ordinary code has no reason for: running what was decoded or downloaded, sending secrets away.
  MALWARE: ['CRITICAL', 'HIGH'],
  ARCHIVE: ['CRITICAL'],
  MODEL: ['CRITICAL'],
};

/**
 * Whether a finding alone has a version refused for good: harmful code, a hostile archive or a poisoned model.
 * What is only suspicious is rated lower and shown to whoever installs; vulnerabilities, secrets and install scripts are mistakes, and never use up a number.
 */
export const isMalicious = ({ kind, severity }: Pick<ScanFinding, 'kind' | 'severity'>): boolean => refusing[kind]?.includes(severity) ?? false;

/**
 * Whether a finding alone keeps a version unpublished until its publisher changes it: what a version begins with, or an archive, that nobody could look into.
 * It is no proof of harm, so the number is not used up. What is no code, such as the weights of a model or a program in machine code, is rated lower: said, and not refused.
 */
export const isUnexaminable = ({ kind, severity }: Pick<ScanFinding, 'kind' | 'severity'>): boolean => kind === 'UNEXAMINED' && severity === 'HIGH';

/** Findings named in a reason; the rest is counted. */
const namedMax = 3;

type Named = Pick<ScanFinding, 'kind' | 'severity' | 'title' | 'path'>;

/** Why a version is refused for good, in one sentence. */
export const maliceReason = (findings: readonly Named[]): string => `Malicious: ${named(findings.filter(isMalicious))}.`;

/** Why a version is not published as it is. */
export const unexaminableReason = (findings: readonly Named[]): string =>
  `What cannot be examined is not published. ${named(findings.filter(isUnexaminable))}. Change it and publish it again under the same number.`;

function named(found: readonly Named[]): string {
  const names = found.slice(0, namedMax).map(({ title, path }) => (path ? `${title} (${path})` : title));
  const more = found.length - names.length;
  return [...names, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
