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

/** Findings named in a reason; the rest is counted. */
const namedMax = 3;

/** Why a version is refused, in one sentence. */
export function maliceReason(findings: readonly Pick<ScanFinding, 'kind' | 'severity' | 'title' | 'path'>[]): string {
  const found = findings.filter(isMalicious);
  const named = found.slice(0, namedMax).map(({ title, path }) => (path ? `${title} (${path})` : title));
  const more = found.length - named.length;
  return `Malicious: ${[...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')}.`;
}
