import { parseArtifactName } from '@gati/identifiers';
import { AccessGrantsDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { columns, formatDay } from '../console/format.ts';
import { forbidden } from '../forbidden.ts';
import { refuse } from '../refuse.ts';

export const command = defineCommand({
  arguments: [{ name: 'NAME', does: 'Artifact, for example @acme/auth' }],
  options: {},
  about:
    'Lists the people, robots and teams that have a role on one artifact, beside the members of its namespace (gati org members). Shown to those who have the role admin on it.',
  examples: [['gati access list @acme/auth', 'List who has a role on an artifact']],
  run: async ({ client, output, registry }, { arguments: [text = ''] }) => {
    const name = parseArtifactName(text, 'NAME');
    const { viewer, artifact } = await client.query(AccessGrantsDocument, { name });
    if (!artifact) throw refuse('NOT_FOUND', `There is no ${name}.`, ['Check the spelling.', 'It may be private: gati login']);
    if (!artifact.grants) {
      const message = `Who has a role on ${artifact.name} is shown to those who have the role admin on it.`;
      throw forbidden(viewer, { registry, message, suggestions: [`Ask an admin of ${artifact.name.split('/')[0]}.`] });
    }
    const grants = artifact.grants.map(({ id, role, account, team, createdAt }) => ({
      id,
      role,
      account: account?.handle ?? null,
      team: team ? `@${team.namespace.handle}:${team.name}` : null,
      createdAt,
    }));
    const rows = grants.map(({ role, account, team, createdAt }) => [team ?? `@${account}`, role.toLowerCase(), `since ${formatDay(createdAt)}`]);
    output.result({ name: artifact.name, grants }, rows.length > 0 ? columns(rows) : `Nobody has a role on ${artifact.name} alone.`);
  },
});
