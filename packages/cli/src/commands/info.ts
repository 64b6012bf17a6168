import { parseReference } from '@gati/identifiers';
import { ArtifactDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { columns, formatBytes, formatDay, oneLine } from '../console/format.ts';
import { isLatest, missingVersion, newestVersion, statusReasonMax } from '../missing-version.ts';
import { selectorText } from '../references.ts';
import { refuse } from '../refuse.ts';

const isInstallable = (status: string): boolean => status === 'PUBLISHED' || status === 'YANKED';

export const command = defineCommand({
  arguments: [{ name: 'REF', does: 'Artifact with an optional version, label, range or digest, for example @acme/auth@^1' }],
  options: {
    readme: { type: 'boolean', does: 'Print the README as well' },
  },
  about: 'Shows what an artifact is, who signed a version, what it needs and what its scan found. Without a latest version, the newest one that you may see.',
  examples: [
    ['gati info @acme/auth', 'The latest version'],
    ['gati info @acme/auth@1.1.0 --readme', 'One version with its README'],
  ],
  run: async ({ client, output }, { arguments: [text = ''], options }) => {
    const reference = parseReference(text);
    const { artifact } = await client.query(
      ArtifactDocument,
      { name: reference.name, ref: selectorText(reference) },
      { onPartial: ({ message }) => output.note(message) },
    );
    if (!artifact)
      throw refuse('NOT_FOUND', `There is no ${reference.name}.`, [
        'Check the spelling; what is private is shown only to those who are signed in and may see it.',
        `gati search ${reference.name.split('/')[1]}`,
      ]);
    const { version } = artifact;
    if (!version && !isLatest(reference)) throw await missingVersion(client, reference);
    const newest = version ? null : await newestVersion(client, reference.name);
    const shown = version ?? newest;
    const { style } = output;
    const signer = version?.signature?.signedBy;
    const counts = version?.scan?.counts;
    const facts: readonly (readonly [string, string | undefined])[] = [
      ['type', artifact.type.toLowerCase()],
      ['visibility', artifact.visibility === 'PRIVATE' ? 'private' : undefined],
      ['license', artifact.license ?? undefined],
      ['keywords', artifact.keywords.join(', ') || undefined],
      ['stars', String(artifact.stars)],
      ['downloads', `${artifact.downloads.total}, ${artifact.downloads.lastWeek} last week`],
      ['labels', artifact.tags.map((tag) => `${tag.name} → ${tag.version.version}`).join(', ') || undefined],
      [
        'version',
        shown
          ? `${version ? '' : 'no latest; the newest is '}${shown.version} ${shown.status.toLowerCase()} ${formatDay(shown.publishedAt)}`.trim()
          : 'none that you may see',
      ],
      ['reason', shown?.statusReason ? oneLine(shown.statusReason, statusReasonMax) : undefined],
      ['digest', shown?.digest],
      ['size', shown ? formatBytes(Number(shown.sizeBytes)) : undefined],
      ['signature', version?.signature ? `${version.signature.status.toLowerCase()}${signer ? ` by ${signer.subject ?? signer.fingerprint}` : ''}` : undefined],
      [
        'scan',
        version?.scan
          ? `${version.scan.status.toLowerCase()}${version.scan.score === null ? '' : `, score ${version.scan.score}`}${counts ? `, critical ${counts.critical} high ${counts.high} medium ${counts.medium} low ${counts.low}` : ''}`
          : undefined,
      ],
      ['needs', version?.dependencies.map(({ name, range }) => `${name} ${range}`).join(', ') || undefined],
      [
        'install',
        version && isInstallable(version.status) ? `gati install ${artifact.name}${isLatest(reference) ? '' : `@${selectorText(reference)}`}` : undefined,
      ],
    ];
    output.result(
      { ...artifact, version: version ?? null, ...(version ? {} : { newest }) },
      [
        `${style.bold(artifact.name)}${artifact.description ? `  ${artifact.description}` : ''}`,
        columns(facts.flatMap(([name, value]) => (value === undefined ? [] : [[`  ${style.dim(name.padEnd(10))}`, value]]))),
        ...(options.readme && version?.readme ? ['', version.readme.markdown] : []),
      ].join('\n'),
    );
  },
});
