import type { Component, ScanFinding } from '../scanner.ts';
import { severityOfWord } from '../advisories/cvss.ts';
import { objectOf, textOf } from '../components/json.ts';

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The findings of a report (`--format json`), each at the file that names its package. @throws when it is no report: a report that cannot be read must not pass for an empty one */
export function findingsOf(report: string, components: readonly Component[]): readonly ScanFinding[] {
  const document = objectOf(JSON.parse(report));
  if (document.SchemaVersion !== 2) throw new Error('Trivy answered with something that is no report of version 2.');
  const paths = new Map(components.map(({ name, version, path }) => [`${name}@${version}`, path]));
  return listOf(document.Results)
    .flatMap((result) => listOf(objectOf(result).Vulnerabilities))
    .map((value) => findingOf(objectOf(value), paths));
}

function findingOf(vulnerability: Readonly<Record<string, unknown>>, paths: ReadonlyMap<string, string>): ScanFinding {
  const id = textOf(vulnerability.VulnerabilityID);
  const name = textOf(vulnerability.PkgName);
  const version = textOf(vulnerability.InstalledVersion);
  if (id === undefined || name === undefined || version === undefined) throw new Error('Trivy reported a vulnerability without an id, a package or a version.');
  // For several branches it lists several versions.
  const fixedVersion = textOf(vulnerability.FixedVersion) || null;
  return {
    kind: 'VULNERABILITY',
    severity: severityOfWord(textOf(vulnerability.Severity)),
    title: (textOf(vulnerability.Title) ?? `${id} in ${name}`).replace(/\s+/g, ' '),
    path: paths.get(`${name}@${version}`) ?? null,
    advisory: {
      id,
      aliases: listOf(vulnerability.VendorIDs).flatMap((alias) => textOf(alias) ?? []),
      url: urlOf(vulnerability.PrimaryURL),
      cvssScore: scoreOf(vulnerability.CVSS),
    },
    package: { name, version, fixedVersion },
    suggestion: fixedVersion === null ? null : `Update ${name} from ${version} to ${fixedVersion}.`,
  };
}

const urlOf = (value: unknown): string | null => {
  const text = textOf(value) ?? '';
  return /^https:\/\//.test(text) ? text : null;
};

/** The highest of the CVSS 3 scores that its sources give. */
function scoreOf(value: unknown): number | null {
  const scores = Object.values(objectOf(value)).flatMap((source) => {
    const score = objectOf(source).V3Score;
    return typeof score === 'number' && score >= 0 && score <= 10 ? [score] : [];
  });
  return scores.length > 0 ? Math.max(...scores) : null;
}
