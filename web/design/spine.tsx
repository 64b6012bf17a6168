import { lineStarts, spineInWords, spineLength, type Tick } from '#web/design/release-spine.ts';

interface Geometry {
  /** Pixels between two ticks. */
  readonly slot: number;
  /** Height of a breaking tick. */
  readonly tall: number;
  readonly middle: number;
  readonly short: number;
}

const geometries = { row: { slot: 6, tall: 16, middle: 10, short: 6 }, header: { slot: 12, tall: 24, middle: 15, short: 9 } } as const satisfies Record<
  string,
  Geometry
>;

/** Width of a letter in a label, in pixels. */
const letterWidth = 8;

/** An artifact's history as a ruler: its last 40 releases, the newest at the right end, so that spines in a list line up. Taller and thicker breaks, hollow is a prerelease, crossed was withdrawn.
 *  @param current  version that the page is about; a mark below points at its tick */
export function Spine({ ticks, variant, current = null }: { ticks: readonly Tick[]; variant: keyof typeof geometries; current?: string | null }) {
  const { slot, tall, middle, short } = geometries[variant];
  const heights = { breaking: tall, minor: middle, patch: short };
  const width = slot * spineLength;
  const base = tall + 4;
  const isHeader = variant === 'header';
  const height = isHeader ? base + 24 : base + 1;
  const offset = spineLength - ticks.length;
  const at = (index: number): number => (offset + index) * slot + slot / 2;
  // One path for each kind of mark, because every element is sent twice: as HTML and as payload.
  const path = (is: (tick: Tick) => boolean, draw: (x: number, top: number) => string): string =>
    ticks.map((tick, index) => (is(tick) ? draw(at(index), base - heights[tick.shape]) : '')).join('');
  const ordinary = path(
    (tick) => !tick.isPrerelease && tick.shape !== 'breaking',
    (x, top) => `M${x} ${base}V${top}`,
  );
  const breaking = path(
    (tick) => !tick.isPrerelease && tick.shape === 'breaking',
    (x, top) => `M${x} ${base}V${top}`,
  );
  const hollow = path(
    (tick) => tick.isPrerelease,
    (x, top) => `M${x - 1.5} ${base}V${top + 0.5}h3V${base}`,
  );
  const crossed = path(
    (tick) => tick.isWithdrawn,
    (x, top) => `M${x - 2.5} ${top - 1}l5 5m0 -5l-5 5`,
  );
  const marked = ticks.findIndex(({ version }) => version === current);

  return (
    <div className="spine">
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={spineInWords(ticks)}>
        <path className="spine-ruler" d={`M0 ${base + 0.5}H${width}`} />
        {ordinary && <path className="spine-tick" d={ordinary} />}
        {breaking && <path className="spine-break" d={breaking} />}
        {hollow && <path className="spine-hollow" d={hollow} />}
        {crossed && <path className="spine-cross" d={crossed} />}
        {isHeader && marked >= 0 && <path className="spine-mark" d={`M${at(marked) - 4} ${base + 8}h8l-4 -5z`} />}
        {isHeader &&
          spacedLabels(ticks).map(({ line, index }) => (
            <text key={line} className="spine-label" x={Math.min(at(index) - slot / 2, width - line.length * letterWidth)} y={base + 22} aria-hidden="true">
              {line}
            </text>
          ))}
      </svg>
    </div>
  );
}

/** Labels of release lines that have room: at least four ticks apart. */
function spacedLabels(ticks: readonly Tick[]) {
  let last = Number.NEGATIVE_INFINITY;
  return lineStarts(ticks).filter(({ index }) => {
    const hasRoom = index - last >= 4 && index <= ticks.length - 1;
    if (hasRoom) last = index;
    return hasRoom;
  });
}
