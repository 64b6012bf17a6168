import type { Severity } from '../scanner.ts';

type Weights = Readonly<Record<string, number>>;
/** Metric weights: FIRST, "Common Vulnerability Scoring System v3.1: Specification Document", section 7.4. Version 3.0 has the same. */
const weights: Readonly<Record<'AV' | 'AC' | 'UI' | 'C' | 'I' | 'A', Weights>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
};
/** Privileges count for more where the scope changes. */
const privileges: Readonly<Record<'U' | 'C', Weights>> = { U: { N: 0.85, L: 0.62, H: 0.27 }, C: { N: 0.85, L: 0.68, H: 0.5 } };

/** The base score of a CVSS 3.0 or 3.1 vector, 0 to 10 in tenths; null for what is no complete vector of these versions. Temporal and environmental metrics may stand in it and do not count. */
export function cvssBaseScore(vector: string): number | null {
  const [version = '', ...parts] = vector.split('/');
  if (version !== 'CVSS:3.0' && version !== 'CVSS:3.1') return null;
  const metrics = new Map(parts.map((part) => part.split(':') as [string, string]));
  if (metrics.size !== parts.length) return null;
  const scope = metrics.get('S');
  if (scope !== 'U' && scope !== 'C') return null;
  const weight = (table: Weights, metric: string): number => table[metrics.get(metric) ?? ''] ?? Number.NaN;

  const [confidentiality, integrity, availability] = [weight(weights.C, 'C'), weight(weights.I, 'I'), weight(weights.A, 'A')];
  const impactBase = 1 - (1 - confidentiality) * (1 - integrity) * (1 - availability);
  const impact = scope === 'U' ? 6.42 * impactBase : 7.52 * (impactBase - 0.029) - 3.25 * (impactBase - 0.02) ** 15;
  const exploitability = 8.22 * weight(weights.AV, 'AV') * weight(weights.AC, 'AC') * weight(privileges[scope], 'PR') * weight(weights.UI, 'UI');
  if (Number.isNaN(impact) || Number.isNaN(exploitability)) return null;
  if (impact <= 0) return 0;
  return roundUp(Math.min(10, (scope === 'C' ? 1.08 : 1) * (impact + exploitability)));
}

/** To the next tenth, in whole numbers, so that 4.02 from floating point does not become 4.1 (specification, appendix A). */
function roundUp(value: number): number {
  const scaled = Math.round(value * 100_000);
  return scaled % 10_000 === 0 ? scaled / 100_000 : (Math.floor(scaled / 10_000) + 1) / 10;
}

/** The qualitative rating of a score (specification, section 5). A score of 0 is shown as LOW: an advisory exists all the same. */
export const severityOfScore = (score: number): Severity => (score >= 9 ? 'CRITICAL' : score >= 7 ? 'HIGH' : score >= 4 ? 'MEDIUM' : 'LOW');

/** A database's own word for a severity. */
export function severityOfWord(word: string | undefined): Severity {
  const upper = (word ?? '').toUpperCase();
  if (upper === 'MODERATE') return 'MEDIUM';
  return upper === 'CRITICAL' || upper === 'HIGH' || upper === 'MEDIUM' || upper === 'LOW' ? upper : 'UNKNOWN';
}
