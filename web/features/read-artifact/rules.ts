import type { Severity, SignatureStatus, VersionStatus } from '#web/gql/graphql.ts';
import { parseVersion } from '#web/design/release-spine.ts';
import type { Tone } from '#web/design/severity.tsx';

/** Longest reference that is looked up: a name's version, label, range or digest. */
const longestReference = 200;

/** What `?version=` asks for; null where it asks for nothing and the latest is meant. */
export function wantedVersion(parameter: string | readonly string[] | undefined): string | null {
  const text = [parameter ?? ''].flat()[0]?.trim() ?? '';
  return text !== '' && text.length <= longestReference ? text : null;
}

/** What a page about this version should warn of, most severe first. */
export interface Warning {
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
}

interface WarnedVersion {
  readonly version: string;
  readonly status: VersionStatus;
  readonly statusReason: string | null;
  readonly deprecation: { readonly message: string } | null;
  readonly signature: { readonly status: SignatureStatus } | null;
  readonly scan: { readonly counts: SeverityCounts } | null;
}

/** Findings by severity, as the API counts them. */
export interface SeverityCounts {
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  readonly unknown: number;
}

/** Warnings about a version: whether it is served, whether it should be used, what is known against it. */
export function warningsOf({ version, status, statusReason, deprecation, signature, scan }: WarnedVersion): readonly Warning[] {
  const reason = statusReason ? ` ${sentence(statusReason)}` : '';
  const warnings: Warning[] = [];
  if (status === 'REJECTED')
    warnings.push({ tone: 'critical', title: 'Rejected', text: `${version} was refused for malware and is visible to its publisher alone.${reason}` });
  if (status === 'QUARANTINED')
    warnings.push({ tone: 'critical', title: 'Quarantined', text: `${version} is not served, because its safety is in doubt.${reason}` });
  if (signature && status !== 'STAGED' && untrusted[signature.status])
    warnings.push({ tone: 'critical', title: 'Signature', text: `${untrusted[signature.status]}` });
  if (scan && scan.counts.critical + scan.counts.high > 0)
    warnings.push({
      tone: scan.counts.critical > 0 ? 'critical' : 'high',
      title: 'Vulnerable',
      text: `Known against ${version}: ${severeInWords(scan.counts)}.`,
    });
  if (deprecation) warnings.push({ tone: 'medium', title: 'Deprecated', text: sentence(deprecation.message) });
  if (status === 'YANKED')
    warnings.push({ tone: 'medium', title: 'Yanked', text: `${version} is served when asked for exactly and never chosen by a range or a label.${reason}` });
  if (status === 'STAGED')
    warnings.push({ tone: 'low', title: 'Staged', text: `${version} is pushed and not admitted yet: only those who may write here see it.${reason}` });
  return warnings;
}

const untrusted: { readonly [Status in SignatureStatus]?: string } = {
  INVALID: 'The signature does not match this version.',
  REVOKED: 'The key that signed this version had been revoked.',
  UNTRUSTED: 'Signed by a key that the publisher has not registered.',
};

function severeInWords({ critical, high }: SeverityCounts): string {
  const parts = [...(critical > 0 ? [`${critical} critical`] : []), ...(high > 0 ? [`${high} high`] : [])];
  return parts.join(', ');
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Whether a version can be installed at all. */
export const isServed = (status: VersionStatus): boolean => status === 'PUBLISHED' || status === 'YANKED';

/** The command that installs what the page shows: the bare name where that is the latest, else the exact version. */
export const installCommand = (name: string, version: string, latest: string | null): string =>
  `gati install ${version === latest ? name : `${name}@${version}`}`;

/** A signature in words, long and short, as one of three: none, one that does not count, the publisher's. */
export function signatureInWords(status: SignatureStatus, publisher: string): { readonly tone: Tone; readonly text: string; readonly short: string } {
  if (status === 'VALID') return { tone: 'ok', text: `Signed by a key of ${publisher}.`, short: `by ${publisher}` };
  if (status === 'UNSIGNED') return { tone: 'unknown', text: 'Not signed.', short: 'none' };
  return { tone: 'critical', text: untrusted[status] ?? 'Signed by an unknown key.', short: 'does not count' };
}

/** The versions next to this one in the list, for the keys that step through them. */
export function neighbours(
  newestFirst: readonly { readonly version: string }[],
  version: string,
): { readonly older: string | null; readonly newer: string | null } {
  const index = newestFirst.findIndex((listed) => listed.version === version);
  if (index < 0) return { older: null, newer: null };
  return { older: newestFirst[index + 1]?.version ?? null, newer: newestFirst[index - 1]?.version ?? null };
}

/** A tree line of what an installation brings along. */
export interface TreeLine {
  readonly name: string;
  readonly version: string;
  readonly range: string | null;
  readonly depth: number;
  readonly sizeBytes: number;
  readonly signature: SignatureStatus;
  /** It stands further up already, with everything below it. */
  readonly isRepeated: boolean;
}

interface ResolvedArtifact {
  readonly name: string;
  readonly version: string;
  readonly layers: readonly { readonly sizeBytes: string }[];
  readonly dependencies: readonly { readonly name: string; readonly version: string }[];
  readonly signature: { readonly status: SignatureStatus };
}

/** Lines shown at most; a larger tree is cut off and says so. */
export const longestTree = 500;

/** The resolved dependencies of one artifact as lines of a tree, each artifact opened once.
 *  @param ranges  what the artifact itself declares, by name */
export function dependencyTree(
  root: { readonly name: string; readonly version: string },
  artifacts: readonly ResolvedArtifact[],
  ranges: ReadonlyMap<string, string>,
): readonly TreeLine[] {
  const byReference = new Map(artifacts.map((artifact) => [`${artifact.name}@${artifact.version}`, artifact]));
  const opened = new Set<string>();
  const lines: TreeLine[] = [];
  const open = (reference: string, depth: number): void => {
    for (const { name, version } of byReference.get(reference)?.dependencies ?? []) {
      const artifact = byReference.get(`${name}@${version}`);
      if (!artifact || lines.length >= longestTree) continue;
      const key = `${name}@${version}`;
      const isRepeated = opened.has(key) && artifact.dependencies.length > 0;
      lines.push({
        name,
        version,
        range: depth === 0 ? (ranges.get(name) ?? null) : null,
        depth,
        sizeBytes: sizeOf(artifact),
        signature: artifact.signature.status,
        isRepeated,
      });
      if (opened.has(key)) continue;
      opened.add(key);
      open(key, depth + 1);
    }
  };
  open(`${root.name}@${root.version}`, 0);
  return lines;
}

/** Bytes of everything that was resolved, each artifact counted once. */
export const totalSize = (artifacts: readonly ResolvedArtifact[]): number => artifacts.reduce((sum, artifact) => sum + sizeOf(artifact), 0);

const sizeOf = ({ layers }: ResolvedArtifact): number => layers.reduce((sum, { sizeBytes }) => sum + Number(sizeBytes), 0);

/** What a manifest says that is worth reading without reading JSON; other keys are left to the full text. */
export function manifestFacts(manifest: unknown): readonly (readonly [label: string, value: string])[] {
  if (typeof manifest !== 'object' || manifest === null) return [];
  const record = manifest as Record<string, unknown>;
  const settings = typeof record['type'] === 'string' ? record[record['type']] : null;
  const own = typeof settings === 'object' && settings !== null ? (settings as Record<string, unknown>) : {};
  const facts: (readonly [string, unknown])[] = [
    ['Type', record['type']],
    ['Runtime', own['runtime']],
    ['Entry', own['entry']],
    ['Gati', record['gati']],
    ['Capabilities', record['capabilities']],
    ['Keywords', record['keywords']],
    ['Repository', record['repository']],
  ];
  return facts.flatMap(([label, value]) => {
    const text = Array.isArray(value) ? value.filter((item) => typeof item === 'string').join(', ') : value;
    return typeof text === 'string' && text !== '' ? [[label, text] as const] : [];
  });
}

/** The line of use that a manifest declares; null where it has none. */
export function declaredDescription(manifest: unknown): string | null {
  const text = typeof manifest === 'object' && manifest !== null ? (manifest as Record<string, unknown>)['description'] : null;
  return typeof text === 'string' && text.trim() !== '' ? text.trim().slice(0, longestDescription) : null;
}

/** As many characters as the registry keeps of it. */
const longestDescription = 300;

/** Address that may be linked to from a page of ours: http and https alone. */
export const isWebAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** Whether a version number says that it is a prerelease. */
export const isPrerelease = (version: string): boolean => parseVersion(version)?.isPrerelease ?? false;

/** Severities with their number of findings, most severe first, those without any left out. */
export function presentSeverities(counts: SeverityCounts): readonly (readonly [severity: Severity, count: number])[] {
  const all: readonly (readonly [Severity, number])[] = [
    ['CRITICAL', counts.critical],
    ['HIGH', counts.high],
    ['MEDIUM', counts.medium],
    ['LOW', counts.low],
    ['UNKNOWN', counts.unknown],
  ];
  return all.filter(([, count]) => count > 0);
}
