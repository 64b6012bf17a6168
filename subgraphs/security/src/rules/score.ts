import type { ScanFinding, Severity, UnreadFile } from '@gati/scanner';
import { isMalicious } from './malice.ts';
import { storable } from './storable.ts';

export interface ScoreReason {
  /** Negative: points it takes away. */
  readonly delta: number;
  readonly reason: string;
}
export interface Score {
  /** 0 (worst) to 100 (nothing found). */
  readonly score: number;
  /** The deltas and 100 add up to the score. */
  readonly reasons: readonly ScoreReason[];
}
export type Scored = Pick<ScanFinding, 'kind' | 'severity' | 'title' | 'advisory' | 'package'>;

/** What a CVSS base score of 10 takes away when nothing worse is there. */
const pointsMax = 40;
/** Each further finding, from the worst on, counts three quarters of the one before: the tenth medium one says little that the first did not. */
const fading = 0.75;
/** For findings without a CVSS score: the middle of their severity's band in CVSS 3.1, and 5 for what nobody has rated. */
const assumedCvss: Record<Severity, number> = { CRITICAL: 9.5, HIGH: 8, MEDIUM: 5.5, LOW: 2, UNKNOWN: 5 };
/** Reasons told one by one; the rest is one reason. */
const reasonsMax = 10;
/** What an engine that could not look takes away: about a medium finding, because what it knows and the others do not is rarely more, and a score without it must never be a full one. */
const absentPoints = 10;
/** Unread files told one by one; the rest is counted. */
const unreadMax = 3;
const reasonLengthMax = 500;

/** What nobody looked at. */
export interface NotLookedAt {
  /** Names of engines that failed for good. */
  readonly absent: readonly string[];
  /** Files that should name packages and could not be read. */
  readonly unread: readonly UnreadFile[];
}

/** Grows with the square of the CVSS score, so that one 9.8 weighs more than three 5.5. */
const weightOf = ({ severity, advisory }: Scored): number => pointsMax * ((advisory?.cvssScore ?? assumedCvss[severity]) / 10) ** 2;

/**
 * Turns findings into a score. Beginning with the worst, the n-th takes away 40 · (CVSS / 10)² · 0.75ⁿ⁻¹ points, an engine that could not look takes 10, down to 0;
 * malicious contents take away everything. Files that could not be read take nothing, and are named.
 * A finding more never raises it, and the order of the findings does not matter.
 */
export function scoreOf(findings: readonly Scored[], { absent, unread }: NotLookedAt = { absent: [], unread: [] }): Score {
  if (findings.some(isMalicious)) return { score: 0, reasons: [{ delta: -100, reason: 'Malicious contents.' }] };
  const ordered = findings
    .map((finding) => ({ weight: weightOf(finding), reason: reasonOf(finding) }))
    .sort((a, b) => b.weight - a.weight || (a.reason < b.reason ? -1 : a.reason > b.reason ? 1 : 0));

  let exact = 0;
  let taken = 0;
  // Rounding the running sum instead of each share keeps the deltas adding up.
  const reasons = ordered.map(({ weight, reason }, index) => {
    exact += weight * fading ** index;
    const before = taken;
    taken = Math.min(100, Math.round(exact));
    return { delta: before - taken, reason };
  });
  const told = shorten(
    reasons.filter(({ delta }) => delta !== 0),
    findings.length,
  );
  const missing = absent.map((name) => {
    const delta = Math.max(-absentPoints, taken - 100);
    taken -= delta;
    return { delta, reason: `${name} could not look: what it knows is missing here.` };
  });
  return { score: 100 - taken, reasons: [...told, ...missing, ...unreadReasons(unread)] };
}

function unreadReasons(unread: readonly UnreadFile[]): readonly ScoreReason[] {
  const told = unread
    .slice(0, unreadMax)
    .map(({ path, reason }) => ({ delta: 0, reason: storable(path ? `${path} was not read: ${reason}` : reason, reasonLengthMax) }));
  const rest = unread.length - told.length;
  return rest === 0 ? told : [...told, { delta: 0, reason: `${rest} further files that should name packages were not read.` }];
}

function shorten(reasons: readonly ScoreReason[], total: number): readonly ScoreReason[] {
  const told = reasons.slice(0, reasonsMax);
  const rest = reasons.slice(reasonsMax).reduce((sum, { delta }) => sum + delta, 0);
  return rest === 0 ? told : [...told, { delta: rest, reason: `${total - told.length} further findings.` }];
}

function reasonOf({ title, severity, advisory, package: concerned }: Scored): string {
  const rating = advisory?.cvssScore === null || advisory?.cvssScore === undefined ? severity.toLowerCase() : `CVSS ${advisory.cvssScore.toFixed(1)}`;
  const where = concerned ? ` in ${concerned.name} ${concerned.version}` : '';
  return advisory ? `${advisory.id}${where}, ${rating}.` : `${title}${where}, ${rating}.`;
}
