import type { Component, ScanEngine, ScanFinding, Severity } from '../scanner.ts';
import type { Advisory, AdvisorySet } from './advisory.ts';
import { cvssBaseScore, severityOfScore, severityOfWord } from './cvss.ts';
import { readRanges, type AffectedRanges } from './ranges.ts';
import { packageKey, schemeOf } from './versions.ts';

interface Indexed {
  readonly advisory: Advisory;
  /** What the advisory says of this one package. */
  readonly ranges: AffectedRanges;
}

/** Finds components that OSV advisories name, in memory: npm, PyPI, Go and crates.io. Withdrawn advisories count for nothing.
 *  A component whose version cannot be compared with an advisory's is reported once with severity UNKNOWN: it was not cleared. */
export function createOsvEngine({ advisories, updatedAt }: AdvisorySet): ScanEngine {
  const index = indexOf(advisories);
  return {
    name: 'osv',
    version: '1',
    databaseUpdatedAt: updatedAt,
    analyse: async ({ components }, { signal, progress }) => {
      signal.throwIfAborted();
      const findings = new Map<string, ScanFinding>();
      for (const component of components) {
        for (const { key, finding } of matches(index, component)) if (!findings.has(key)) findings.set(key, finding);
      }
      progress(100);
      return [...findings.values()];
    },
  };
}

function indexOf(advisories: readonly Advisory[]): ReadonlyMap<string, readonly Indexed[]> {
  const index = new Map<string, Indexed[]>();
  for (const advisory of advisories) {
    if (advisory.withdrawn !== undefined) continue;
    const byPackage = Map.groupBy(advisory.affected ?? [], ({ package: { ecosystem, name } }) => packageKey(ecosystem, name));
    for (const [key, affected] of byPackage) {
      const scheme = schemeOf(affected[0]?.package.ecosystem ?? '');
      if (scheme) index.set(key, [...(index.get(key) ?? []), { advisory, ranges: readRanges(affected, scheme) }]);
    }
  }
  return index;
}

function* matches(index: ReadonlyMap<string, readonly Indexed[]>, component: Component): Generator<{ key: string; finding: ScanFinding }> {
  const { ecosystem, name, version } = component;
  for (const { advisory, ranges } of index.get(packageKey(ecosystem, name)) ?? []) {
    const answer = ranges.includes(version);
    const key = `${ecosystem}:${name}@${version}`;
    if (answer === true) yield { key: `${key} ${advisory.id}`, finding: findingOf(component, advisory, ranges.fixedAbove(version)) };
    else if (answer === null) yield { key, finding: unknownVersion(component) };
  }
}

function findingOf({ name, version, path }: Component, advisory: Advisory, fixedVersion: string | null): ScanFinding {
  const { severity, score } = rate(advisory);
  return {
    kind: 'VULNERABILITY',
    severity,
    title: oneLine(advisory.summary || `${advisory.id} in ${name}`),
    path,
    advisory: { id: advisory.id, aliases: [...(advisory.aliases ?? [])], url: urlOf(advisory), cvssScore: score },
    package: { name, version, fixedVersion },
    suggestion:
      fixedVersion === null
        ? `No fixed version of ${name} is known; replace it, or keep untrusted input away from it.`
        : `Update ${name} from ${version} to ${fixedVersion} or later.`,
  };
}

const unknownVersion = ({ name, version, path }: Component): ScanFinding => ({
  kind: 'VULNERABILITY',
  severity: 'UNKNOWN',
  title: oneLine(`Advisories exist for ${name}, and «${version}» cannot be compared with their versions`),
  path,
  advisory: null,
  package: { name, version, fixedVersion: null },
  suggestion: `Use a released version of ${name}.`,
});

/** The highest score of its CVSS 3 vectors; without one the database's own word. */
function rate({ severity = [], database_specific }: Advisory): { severity: Severity; score: number | null } {
  const scores = severity.flatMap(({ type, score }) => (type === 'CVSS_V3' ? [cvssBaseScore(score)] : [])).filter((score) => score !== null);
  const score = scores.length > 0 ? Math.max(...scores) : null;
  return { severity: score === null ? severityOfWord(database_specific?.severity) : severityOfScore(score), score };
}

const urlOf = ({ id, references = [] }: Advisory): string =>
  references.find(({ type }) => type === 'ADVISORY')?.url ?? `https://osv.dev/vulnerability/${encodeURIComponent(id)}`;
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 300);
