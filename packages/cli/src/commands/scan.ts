import { parseReference, type Reference } from '@gati/identifiers';
import { ScanProgressDocument, SecurityDocument, VersionStateDocument, type SecurityQuery } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { columns, oneLine } from '../console/format.ts';
import type { Context } from '../context.ts';
import { missingVersion } from '../missing-version.ts';
import { selectorText } from '../references.ts';

type Scanned = NonNullable<NonNullable<SecurityQuery['artifact']>['version']>;

/** Follows a scan to its end; each event is a line of JSON with --json. */
async function watch({ client, output }: Context, reference: Reference): Promise<void> {
  const { name } = reference;
  const { artifact } = await client.query(VersionStateDocument, { name, ref: selectorText(reference) });
  const version = artifact?.version?.version;
  if (version === undefined) throw await missingVersion(client, reference);
  let stage: string | undefined;
  for await (const { scanProgress } of client.subscribe(ScanProgressDocument, { artifact: name, version })) {
    if (!scanProgress) continue;
    const isNew = scanProgress.stage !== stage;
    stage = scanProgress.stage;
    const found = scanProgress.newFindings.map(({ severity, kind, title }) => `    ${severity.toLowerCase()}  ${kind.toLowerCase()}  ${oneLine(title)}`);
    const head = isNew || found.length > 0 ? [`${scanProgress.stage.toLowerCase()}  ${scanProgress.status.toLowerCase()}  ${scanProgress.percent} %`] : [];
    output.event(scanProgress, [...head, ...found].join('\n'));
  }
}

function describe({ version, signature, scan, sbom, attestations }: Scanned, name: string, { style }: Context['output']): string {
  const signer = signature?.signedBy;
  const head = [
    style.bold(`${name}@${version}`),
    `signature     ${signature ? `${signature.status.toLowerCase()}${signer ? ` by ${signer.subject ?? signer.fingerprint}` : ''}` : 'unknown'}`,
    ...(sbom ? [`components    ${sbom.componentCount} (${sbom.format.toLowerCase()})`] : []),
    ...(attestations ?? []).map((statement) => `attestation   ${statement.predicateType} ${statement.status.toLowerCase()}`),
  ];
  if (!scan) return [...head, 'scan          not started yet'].join('\n');
  const { critical, high, medium, low, unknown } = scan.counts;
  const findings = scan.findings.nodes.map(({ severity, kind, title, package: affected, advisory, path, suggestion }) => [
    `  ${severity.toLowerCase()}`,
    kind.toLowerCase(),
    advisory?.id ?? '',
    affected ? `${affected.name} ${affected.version}${affected.fixedVersion ? ` → ${affected.fixedVersion}` : ''}` : (path ?? ''),
    oneLine(suggestion ? `${title} (${suggestion})` : title, 120),
  ]);
  const more = scan.findings.totalCount - findings.length;
  return [
    ...head,
    `scan          ${scan.status.toLowerCase()}${scan.score === null ? '' : `, score ${scan.score}`}`,
    `findings      critical ${critical}  high ${high}  medium ${medium}  low ${low}  unknown ${unknown}`,
    ...scan.scoreReasons.map(({ delta, reason }) => `  ${delta > 0 ? '+' : ''}${delta}  ${oneLine(reason, 120)}`),
    ...scan.engines.map(
      (engine) =>
        `engine        ${engine.name} ${engine.version} ${engine.status.toLowerCase()}${engine.databaseUpdatedAt ? `, data of ${engine.databaseUpdatedAt.slice(0, 10)}` : ''}`,
    ),
    ...(findings.length > 0 ? [columns(findings)] : []),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join('\n');
}

export const command = defineCommand({
  arguments: [{ name: 'REF', does: 'Artifact with an optional version, label, range or digest' }],
  options: { watch: { type: 'boolean', does: 'Follow the scan live to its end; with --json one line for each event' } },
  about: 'Shows what the registry found in a version: known vulnerabilities, harmful code, secrets, and the score they make.',
  examples: [
    ['gati scan @acme/auth', 'The scan of the latest version'],
    ['gati scan @acme/auth@2.1.0 --watch', 'Follow a scan that is under way'],
  ],
  run: async (context, { arguments: [text = ''], options }) => {
    const reference = parseReference(text);
    if (options.watch) return watch(context, reference);
    const { client, output } = context;
    const { artifact } = await client.query(
      SecurityDocument,
      { name: reference.name, ref: selectorText(reference) },
      { onPartial: ({ message }) => output.note(message) },
    );
    if (!artifact?.version) throw await missingVersion(client, reference);
    output.result({ name: reference.name, ...artifact.version }, describe(artifact.version, reference.name, output));
  },
});
