import { parseArtifactName } from '@gati/identifiers';
import { VersionListDocument, type VersionListQuery } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { columns, formatDay, oneLine } from '../console/format.ts';
import { statusReasonMax } from '../missing-version.ts';
import { refuse } from '../refuse.ts';

type Listed = NonNullable<VersionListQuery['artifact']>;

const pageSize = 100;
/** Bound of what is read of an artifact with very many versions. */
const pagesMax = 50;

export const command = defineCommand({
  arguments: [{ name: 'NAME', does: 'Artifact, for example @acme/auth' }],
  options: {},
  about: 'Lists the versions that you may see, newest first, with their labels. Staged and rejected ones appear for those who may publish there.',
  examples: [['gati versions @acme/auth', 'List the versions']],
  run: async ({ client, output }, { arguments: [text = ''] }) => {
    const name = parseArtifactName(text);
    const nodes: Listed['versions']['nodes'][number][] = [];
    let artifact: Listed | null | undefined;
    let after: string | undefined;
    for (let pages = 0; pages < pagesMax && (pages === 0 || after !== undefined); pages++) {
      ({ artifact } = await client.query(VersionListDocument, { name, first: pageSize, ...(after === undefined ? {} : { after }) }));
      if (!artifact)
        throw refuse('NOT_FOUND', `There is no ${name}.`, ['Check the spelling; what is private is shown only to those who are signed in and may see it.']);
      nodes.push(...artifact.versions.nodes);
      const { hasNextPage, endCursor } = artifact.versions.pageInfo;
      after = hasNextPage ? (endCursor ?? undefined) : undefined;
    }
    const labels = artifact?.tags ?? [];
    const versions = nodes.map((node) => ({ ...node, labels: labels.filter((label) => label.version.version === node.version).map((label) => label.name) }));
    output.result(
      { name, totalCount: artifact?.versions.totalCount ?? 0, versions },
      columns(
        versions.map(({ version, status, publishedAt, labels: own, statusReason }) => [
          version,
          status.toLowerCase(),
          formatDay(publishedAt),
          own.join(', '),
          oneLine(statusReason ?? '', statusReasonMax),
        ]),
      ),
    );
  },
});
