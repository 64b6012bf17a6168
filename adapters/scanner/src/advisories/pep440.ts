/** A version of a Python package (PEP 440, now https://packaging.python.org/specifications/version-specifiers/). */
export interface PythonVersion {
  readonly epoch: number;
  readonly release: readonly number[];
  /** `a` 0, `b` 1, `rc` 2, with their number; null for none. */
  readonly pre: readonly [phase: number, number: number] | null;
  readonly post: number | null;
  readonly dev: number | null;
  readonly local: readonly (number | string)[];
}

// The specification's own expression, appendix B, without the parts we need not keep.
const pattern =
  /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|alpha|b|beta|c|rc|pre|preview)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?([-_.]?dev[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/i;

const phases: Readonly<Record<string, number>> = { a: 0, alpha: 0, b: 1, beta: 1, c: 2, rc: 2, pre: 2, preview: 2 };

/** Null for what is no version. */
export function parsePythonVersion(text: string): PythonVersion | null {
  const match = pattern.exec(text);
  if (!match || text.length > 200) return null;
  const [, epoch, release = '', phase, phaseNumber, implicitPost, post, dev, devNumber, local] = match;
  return {
    epoch: Number(epoch ?? 0),
    release: release.split('.').map(Number),
    pre: phase === undefined ? null : [phases[phase.toLowerCase()] ?? 0, Number(phaseNumber ?? 0)],
    post: implicitPost === undefined && post === undefined ? null : Number(implicitPost ?? post ?? 0),
    dev: dev === undefined ? null : Number(devNumber ?? 0),
    local: (local ?? '')
      .toLowerCase()
      .split(/[-_.]/)
      .filter(Boolean)
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
  };
}

/** The order of two versions: below, at or above 0. */
export const comparePythonVersions = (a: PythonVersion, b: PythonVersion): number => compareKeys(keyOf(a), keyOf(b));

/** Numbers that sort as PEP 440 says: dev before pre before the release before post; a dev of the release before its pre. */
function keyOf({ epoch, release, pre, post, dev, local }: PythonVersion): readonly (number | string)[][] {
  const trimmed = release.slice(0, release.findLastIndex((number) => number !== 0) + 1);
  const isDevOnly = pre === null && post === null && dev !== null;
  const none = Number.POSITIVE_INFINITY;
  return [[epoch], trimmed, pre ? [...pre] : [isDevOnly ? -1 : none], [post ?? -1], [dev ?? none], [...local]];
}

function compareKeys(a: readonly (number | string)[][], b: readonly (number | string)[][]): number {
  for (let part = 0; part < a.length; part++) {
    const [left = [], right = []] = [a[part], b[part]];
    for (let index = 0; index < Math.max(left.length, right.length); index++) {
      const order = compareOne(left[index], right[index], part === a.length - 1);
      if (order !== 0) return order;
    }
  }
  return 0;
}

/** Missing release numbers are 0; missing local parts come first, words before numbers. */
function compareOne(a: number | string | undefined, b: number | string | undefined, isLocal: boolean): number {
  if (isLocal && (a === undefined || b === undefined)) return a === b ? 0 : a === undefined ? -1 : 1;
  const [left, right] = [a ?? 0, b ?? 0];
  if (typeof left !== typeof right) return typeof left === 'string' ? -1 : 1;
  return left < right ? -1 : left > right ? 1 : 0;
}
