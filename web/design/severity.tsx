import type { Severity, VersionStatus } from '#web/gql/graphql.ts';

/** How a severity is written and drawn: colour, shape and word always together. */
export const severities: Record<Severity, { readonly word: string; readonly tone: Tone }> = {
  CRITICAL: { word: 'critical', tone: 'critical' },
  HIGH: { word: 'high', tone: 'high' },
  MEDIUM: { word: 'medium', tone: 'medium' },
  LOW: { word: 'low', tone: 'low' },
  UNKNOWN: { word: 'not rated', tone: 'unknown' },
};

/** Most severe first. */
export const severityOrder: readonly Severity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'];

export type Tone = 'critical' | 'high' | 'medium' | 'low' | 'ok' | 'unknown';

const shapes: Record<Tone, React.ReactNode> = {
  critical: <path d="M6 .5L11.5 6 6 11.5.5 6z" />,
  high: <path d="M6 1l5.5 10H.5z" />,
  medium: <path d="M1.5 1.5h9v9h-9z" />,
  low: <circle cx="6" cy="6" r="4.75" />,
  ok: <path d="M1 6.5l1.5-1.6 2.4 2.3L9.6 2 11 3.5 4.9 10z" />,
  unknown: <path d="M1.5 5h9v2h-9z" />,
};

/** The shape that goes with a tone: diamond, triangle, square, disc, tick; a dash for what is not rated. */
export function ToneShape({ tone }: { tone: Tone }) {
  return (
    <svg className="tone-shape" viewBox="0 0 12 12" width="12" height="12" fill="currentColor" aria-hidden="true">
      {shapes[tone]}
    </svg>
  );
}

/** A word in a severity's colour, with its shape before it. */
export function Toned({ tone, children }: { tone: Tone; children: React.ReactNode }) {
  return (
    <span className={`toned tone-${tone}`}>
      <ToneShape tone={tone} />
      {children}
    </span>
  );
}

/** How a security score is judged: from 90 on nothing serious is known, below 40 something critical is. The score of a version that is held back is not judged at all: it tells of advisories, and not of what it is held back for. */
export function toneOfScore(score: number, status: VersionStatus = 'PUBLISHED'): Tone {
  if (status === 'QUARANTINED' || status === 'REJECTED') return 'unknown';
  if (score >= 90) return 'ok';
  if (score >= 70) return 'low';
  if (score >= 55) return 'medium';
  return score >= 40 ? 'high' : 'critical';
}
