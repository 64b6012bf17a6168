import type { AffectedPackage, RangeEvent } from './advisory.ts';
import type { VersionScheme } from './versions.ts';

/** What an advisory says of one package, read for comparing. */
export interface AffectedRanges {
  /** Whether a version is affected (OSV schema, "affected[].ranges[].events", evaluation); null when that cannot be said. */
  readonly includes: (version: string) => boolean | null;
  /** The lowest version above this one in which it is mended; null when there is none. */
  readonly fixedAbove: (version: string) => string | null;
}

interface Bound {
  /** In the order in which they count at one version: «fixed» closes the range before, «introduced» opens the next, «last affected» closes its own. */
  readonly kind: 'fixed' | 'introduced' | 'last';
  /** Null is before every version. */
  readonly at: unknown;
  readonly text: string;
}
const kinds = ['fixed', 'introduced', 'last'];

/** Reads the entries that one advisory has for one package. Commits (`GIT`) are left out: components have versions. */
export function readRanges(affected: readonly AffectedPackage[], scheme: VersionScheme): AffectedRanges {
  const listed = new Set(affected.flatMap(({ versions = [] }) => versions));
  const ranges = affected
    .flatMap((entry) => entry.ranges ?? [])
    .filter(({ type }) => type !== 'GIT')
    .map(({ events }) => boundsOf(events, scheme));
  const isUnreadable = ranges.includes(null);
  const readable = ranges.filter((range) => range !== null);
  const fixes = readable.flat().filter(({ kind }) => kind === 'fixed');

  const includes = (version: string): boolean | null => {
    if (listed.has(version)) return true;
    if (ranges.length === 0) return false;
    const parsed = scheme.parse(version);
    if (parsed === null) return null;
    if (readable.some((range) => isInside(range, parsed, scheme))) return true;
    return isUnreadable ? null : false;
  };
  return {
    includes,
    fixedAbove: (version) => {
      const parsed = scheme.parse(version);
      const above = parsed === null ? [] : fixes.filter(({ at, text }) => scheme.compare(at, parsed) > 0 && includes(text) === false);
      return above.toSorted((a, b) => scheme.compare(a.at, b.at))[0]?.text ?? null;
    },
  };
}

/** The events of a range, sorted by version; null when one of them is no version. */
function boundsOf(events: readonly RangeEvent[], scheme: VersionScheme): readonly Bound[] | null {
  const bounds = events.map(({ introduced, fixed, last_affected }): Bound => {
    const text = introduced ?? fixed ?? last_affected ?? '';
    return { kind: introduced !== undefined ? 'introduced' : fixed !== undefined ? 'fixed' : 'last', at: introduced === '0' ? null : scheme.parse(text), text };
  });
  if (bounds.some(({ kind, at, text }) => at === null && !(kind === 'introduced' && text === '0'))) return null;
  return bounds.toSorted(
    (a, b) => (a.at === null ? (b.at === null ? 0 : -1) : b.at === null ? 1 : scheme.compare(a.at, b.at)) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind),
  );
}

function isInside(bounds: readonly Bound[], version: unknown, scheme: VersionScheme): boolean {
  let isOpen = false;
  for (const { kind, at } of bounds) {
    const order = at === null ? 1 : scheme.compare(version, at);
    if (order < 0) break;
    if (kind === 'introduced') isOpen = true;
    else if (kind === 'fixed' || order > 0) isOpen = false;
  }
  return isOpen;
}
