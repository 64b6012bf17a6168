import type { ScanFinding, Severity } from '@gati/scanner';

export const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'] as const satisfies readonly Severity[];

/** 0 for the worst; the order in which findings are shown. */
export const severityRank = (severity: Severity): number => severities.indexOf(severity);

/** How many findings there are of each severity. */
export interface SeverityCounts {
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly unknown: number;
}
export const noCounts: SeverityCounts = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };

export function countSeverities(findings: readonly Pick<ScanFinding, 'severity'>[]): SeverityCounts {
  const of = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return { critical: of('CRITICAL'), high: of('HIGH'), medium: of('MEDIUM'), low: of('LOW'), unknown: of('UNKNOWN') };
}
