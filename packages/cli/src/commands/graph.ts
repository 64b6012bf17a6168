import { parseArtifactName } from '@gati/identifiers';
import { VersionGraphDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { columns, formatDay } from '../console/format.ts';
import { refuse } from '../refuse.ts';

export const command = defineCommand({
  arguments: [{ name: 'NAME', does: 'Artifact, for example @acme/auth' }],
  options: {},
  about: 'Shows the Timescape of an artifact: its release lines, oldest version first, and which steps break callers.',
  examples: [['gati graph @acme/auth', 'Show the version graph']],
  run: async ({ client, output }, { arguments: [text = ''] }) => {
    const name = parseArtifactName(text);
    const { artifact } = await client.query(VersionGraphDocument, { name });
    if (!artifact)
      throw refuse('NOT_FOUND', `There is no ${name}.`, ['Check the spelling; what is private is shown only to those who are signed in and may see it.']);
    if (!artifact.timescape) throw refuse('UPSTREAM_UNAVAILABLE', 'The version graph cannot be read now.', ['Try again in a moment.']);
    const { nodes, edges } = artifact.timescape;
    const { style } = output;
    const into = new Map(edges.map((edge) => [edge.to?.version, edge]));
    const lines = [...new Set(nodes.map(({ line }) => line))].map((line) => {
      const steps = nodes
        .filter((node) => node.line === line)
        .map(({ version, gtypeHash }) => {
          const edge = into.get(version?.version);
          const mark = edge === undefined ? 'o' : edge.breaking ? style.bad('◆') : '─';
          const origin =
            edge === undefined ? 'root' : `${edge.kind === 'BRANCH' ? 'branch of' : 'after'} ${edge.from?.version ?? '?'}${edge.breaking ? ', breaking' : ''}`;
          return [`  ${mark}`, version?.version ?? '?', formatDay(version?.publishedAt), gtypeHash.replace('sha256:', '').slice(0, 8), origin];
        });
      return `${style.bold(line)}\n${columns(steps)}`;
    });
    output.result({ name, nodes, edges }, lines.join('\n') || `${name} has no published versions.`);
  },
});
