import type { AffectedPackage, AffectedRange, RangeEvent } from './advisory.ts';
import type { CompareVersions } from './versions.ts';

const versionOf = (event: RangeEvent): string | undefined => event.introduced ?? event.fixed ?? event.last_affected;

/** Whether a version is affected (OSV schema, "affected[].ranges[].events", evaluation): the events are sorted by version, each opens or closes. Null when the version cannot be compared. */
export function isAffected(affected: AffectedPackage, version: string, compare: CompareVersions): boolean | null {
  if (affected.versions?.includes(version)) return true;
  let isKnown = true;
  for (const range of affected.ranges ?? []) {
    if (range.type === 'GIT') continue;
    const isInside = isInRange(range, version, compare);
    if (isInside) return true;
    if (isInside === null) isKnown = false;
  }
  return isKnown ? false : null;
}

function isInRange({ events }: AffectedRange, version: string, compare: CompareVersions): boolean | null {
  const orders = events.map((event) => ({ event, order: event.introduced === '0' ? 1 : compare(version, versionOf(event) ?? '') }));
  if (orders.some(({ order }) => order === null) || (events.length > 0 && compare(version, version) === null)) return null;
  let isOpen = false;
  for (const { event, order } of orders.toSorted((a, b) => byVersion(a.event, b.event, compare))) {
    if (event.introduced !== undefined && (order ?? 0) >= 0) isOpen = true;
    if (event.fixed !== undefined && (order ?? 0) >= 0) isOpen = false;
    if (event.last_affected !== undefined && (order ?? 0) > 0) isOpen = false;
  }
  return isOpen;
}

function byVersion(a: RangeEvent, b: RangeEvent, compare: CompareVersions): number {
  if (a.introduced === '0') return -1;
  if (b.introduced === '0') return 1;
  const order = compare(versionOf(a) ?? '', versionOf(b) ?? '') ?? 0;
  // At one version «fixed» closes the range before, «introduced» opens the next, «last affected» closes its own.
  const rank = (event: RangeEvent): number => (event.fixed !== undefined ? 0 : event.introduced !== undefined ? 1 : 2);
  return order !== 0 ? order : rank(a) - rank(b);
}

/** The lowest version above this one in which it is mended; null when there is none. */
export function fixedVersionAbove(affected: readonly AffectedPackage[], version: string, compare: CompareVersions): string | null {
  const fixes = affected
    .flatMap(({ ranges }) => ranges ?? [])
    .filter(({ type }) => type !== 'GIT')
    .flatMap(({ events }) => events.flatMap(({ fixed }) => (fixed === undefined ? [] : [fixed])))
    .filter((fixed) => (compare(fixed, version) ?? 0) > 0 && !affected.some((entry) => isAffected(entry, fixed, compare)));
  return fixes.toSorted((a, b) => compare(a, b) ?? 0)[0] ?? null;
}
