/** A release as the spine draws it. */
export interface Tick {
  readonly version: string;
  readonly shape: 'breaking' | 'minor' | 'patch';
  readonly isPrerelease: boolean;
  /** Yanked or quarantined: crossed. */
  readonly isWithdrawn: boolean;
}

/** A version as the API lists it. */
export interface ListedVersion {
  readonly version: string;
  readonly status: string;
}

/** A step of the version graph: whether the newer version can break callers of the older. */
export interface ListedStep {
  readonly breaking: boolean;
  readonly to: { readonly version: string } | null;
}

/** The spine shows this many of the newest releases. */
export const spineLength = 40;

interface ParsedVersion {
  readonly numbers: readonly [number, number, number];
  readonly isPrerelease: boolean;
}

/** The parts of a semantic version that its tick depends on; null for anything else. */
export function parseVersion(version: string): ParsedVersion | null {
  const match = /^(\d+)\.(\d+)\.(\d+)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/.exec(version);
  if (!match) return null;
  return { numbers: [Number(match[1]), Number(match[2]), Number(match[3])], isPrerelease: match[4] !== undefined };
}

/** The newest 40 releases of an artifact, oldest first. What breaks is said by the version graph; where it has no step to a version, the raised number says it (first number, or second below 1.0.0).
 *  @param newestFirst  versions as the API lists them; those that were never published are left out
 *  @param steps  of the version graph; empty where it cannot be read */
export function releaseSpine(newestFirst: readonly ListedVersion[], steps: readonly ListedStep[]): readonly Tick[] {
  const judged = new Map(steps.flatMap(({ to, breaking }) => (to ? [[to.version, breaking] as const] : [])));
  const released = newestFirst.filter(({ status }) => status !== 'STAGED' && status !== 'REJECTED').slice(0, spineLength);
  const oldestFirst = [...released].reverse();
  return oldestFirst.map(({ version, status }, index) => {
    const present = parseVersion(version);
    const before = parseVersion(oldestFirst[index - 1]?.version ?? '');
    const declared = present && before ? raisedPart(before, present) : 'patch';
    const isBreaking = judged.get(version) ?? declared === 'breaking';
    return {
      version,
      shape: isBreaking ? 'breaking' : declared === 'patch' ? 'patch' : 'minor',
      isPrerelease: present?.isPrerelease ?? false,
      isWithdrawn: status === 'YANKED' || status === 'QUARANTINED',
    };
  });
}

function raisedPart({ numbers: before }: ParsedVersion, { numbers: after }: ParsedVersion): Tick['shape'] {
  if (after[0] > before[0]) return 'breaking';
  if (after[0] === before[0] && after[1] > before[1]) return after[0] === 0 ? 'breaking' : 'minor';
  return 'patch';
}

/** The spine in words, for those who cannot see it. */
export function spineInWords(ticks: readonly Tick[]): string {
  const newest = ticks.at(-1);
  if (!newest) return 'No release yet';
  const count = (what: string, is: (tick: Tick) => boolean): string[] => {
    const number = ticks.filter(is).length;
    return number > 0 ? [`${number} ${what}`] : [];
  };
  const parts = [
    ...count('breaking', ({ shape }) => shape === 'breaking'),
    ...count('prerelease', ({ isPrerelease }) => isPrerelease),
    ...count('withdrawn', ({ isWithdrawn }) => isWithdrawn),
  ];
  return `${ticks.length === 1 ? '1 release' : `${ticks.length} releases`}, newest ${newest.version}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}

/** Where a release line begins on the spine: its name and the position of its first tick. */
export function lineStarts(ticks: readonly Tick[]): readonly { readonly line: string; readonly index: number }[] {
  const starts: { line: string; index: number }[] = [];
  ticks.forEach(({ version }, index) => {
    const parsed = parseVersion(version);
    if (!parsed) return;
    const line = parsed.numbers[0] === 0 ? `0.${parsed.numbers[1]}` : `${parsed.numbers[0]}.x`;
    if (!starts.some((start) => start.line === line)) starts.push({ line, index });
  });
  return starts;
}
