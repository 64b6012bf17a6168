import type { ScanFinding } from '@gati/scanner';
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { severityRank } from './severity.ts';
import { storable } from './storable.ts';

/** A finding of one digest, with an id that the same thing gets again in every scan of the same contents. */
export interface IdentifiedFinding extends ScanFinding {
  readonly id: string;
}

/** Findings kept of one scan; whoever has more has seen the point. */
export const findingsMax = 5000;
const aliasesMax = 50;

/** Joins what several engines found: the same vulnerability of the same package is one finding, whatever name each engine knows it by, and whichever file names the package. */
export function mergeFindings(
  digest: string,
  known: readonly IdentifiedFinding[],
  found: readonly ScanFinding[],
): { readonly added: readonly IdentifiedFinding[]; readonly changed: readonly IdentifiedFinding[] } {
  const all = new Map(known.map((finding) => [finding.id, finding]));
  const names = new Map<string, string>();
  const remember = (finding: IdentifiedFinding) => {
    for (const name of namesOf(finding)) if (!names.has(name)) names.set(name, finding.id);
  };
  known.forEach(remember);

  const added = new Set<string>();
  const changed = new Set<string>();
  for (const finding of found.map(clean)) {
    const same = namesOf(finding)
      .map((name) => names.get(name))
      .find((id) => id !== undefined);
    const before = same === undefined ? undefined : all.get(same);
    const merged = before ? join(before, finding) : { ...finding, id: idOf(digest, finding) };
    if (before === undefined && all.size >= findingsMax) continue;
    if (before === undefined) added.add(merged.id);
    else if (merged !== before && !added.has(merged.id)) changed.add(merged.id);
    all.set(merged.id, merged);
    remember(merged);
  }
  const pick = (ids: ReadonlySet<string>) => [...ids].flatMap((id) => all.get(id) ?? []);
  return { added: pick(added), changed: pick(changed) };
}

/** Under which names a finding is known; one in common makes two findings one. */
function namesOf(finding: ScanFinding): readonly string[] {
  const { advisory, kind, path, title } = finding;
  if (!advisory || !finding.package) return [JSON.stringify([kind, path, advisory?.id ?? title])];
  const { name, version } = finding.package;
  return [advisory.id, ...advisory.aliases].map((alias) => JSON.stringify([kind, name, version, alias.toUpperCase()]));
}

function idOf(digest: string, finding: ScanFinding): string {
  const { advisory } = finding;
  const names = advisory ? [advisory.id, ...advisory.aliases].toSorted() : [];
  // A CVE is the name that every database knows.
  const name = names.find((alias) => alias.startsWith('CVE-')) ?? names[0];
  const identity =
    name !== undefined && finding.package
      ? [finding.kind, finding.package.name, finding.package.version, name]
      : [finding.kind, finding.path, name ?? finding.title];
  return createHash('sha256')
    .update(JSON.stringify([digest, ...identity]))
    .digest('base64url')
    .slice(0, 32);
}

/** One finding of two, the same whichever came first: the better-named one's words, what it did not know from the other, and of two severities the worse. @returns the same object when nothing is new */
function join(before: IdentifiedFinding, next: ScanFinding): IdentifiedFinding {
  const [first, second] = order(before, next);
  const fixedVersion = first.package?.fixedVersion ?? second.package?.fixedVersion ?? null;
  const merged: IdentifiedFinding = {
    id: before.id,
    kind: before.kind,
    severity: severityRank(first.severity) <= severityRank(second.severity) ? first.severity : second.severity,
    title: first.title,
    path: first.path ?? second.path,
    advisory: first.advisory && second.advisory ? joinAdvisories(first.advisory, second.advisory) : first.advisory,
    package: first.package && { ...first.package, fixedVersion },
    suggestion: first.suggestion ?? second.suggestion,
  };
  return isDeepStrictEqual(merged, before) ? before : merged;
}

/** A database's own name before the CVE, which is the name that all share; then by the alphabet. */
const order = (a: ScanFinding, b: ScanFinding): readonly [ScanFinding, ScanFinding] => {
  const keyOf = ({ advisory, title, path, suggestion }: ScanFinding) =>
    JSON.stringify([advisory?.id.startsWith('CVE-') ?? false, advisory?.id ?? '', title, path, suggestion]);
  return keyOf(a) <= keyOf(b) ? [a, b] : [b, a];
};

type Advisory = NonNullable<ScanFinding['advisory']>;
function joinAdvisories(first: Advisory, second: Advisory): Advisory {
  const aliases = new Set([...first.aliases, second.id, ...second.aliases]);
  aliases.delete(first.id);
  const scores = [first.cvssScore, second.cvssScore].filter((score) => score !== null);
  return {
    id: first.id,
    aliases: [...aliases].toSorted().slice(0, aliasesMax),
    url: first.url ?? second.url,
    cvssScore: scores.length > 0 ? Math.max(...scores) : null,
  };
}

/** Everything an engine says about a stranger's files is a stranger's text. */
function clean(finding: ScanFinding): ScanFinding {
  const { advisory, package: concerned } = finding;
  const short = (text: string | null, lengthMax?: number) => (text === null ? null : storable(text, lengthMax));
  return {
    kind: finding.kind,
    severity: finding.severity,
    title: storable(finding.title, 500),
    path: short(finding.path, 1000),
    advisory: advisory && {
      id: storable(advisory.id, 200),
      aliases: advisory.aliases
        .slice(0, aliasesMax)
        .map((alias) => storable(alias, 200))
        .toSorted(),
      url: short(advisory.url),
      cvssScore: advisory.cvssScore !== null && advisory.cvssScore >= 0 && advisory.cvssScore <= 10 ? advisory.cvssScore : null,
    },
    package: concerned && { name: storable(concerned.name, 300), version: storable(concerned.version, 200), fixedVersion: short(concerned.fixedVersion, 200) },
    suggestion: short(finding.suggestion),
  };
}
