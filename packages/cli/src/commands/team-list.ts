import { parseHandle } from '@gati/identifiers';
import { TeamsDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { columns, plural } from '../console/format.ts';
import { forbidden } from '../forbidden.ts';
import { refuse } from '../refuse.ts';
import { writtenTeam } from '../teams.ts';

export const command = defineCommand({
  arguments: [{ name: '@NS', does: 'Organization' }],
  options: {},
  about: 'Lists the teams of an organization with their members. Teams are shown to members of the organization.',
  examples: [['gati team list @acme', 'List the teams of @acme']],
  run: async ({ client, output, registry }, { arguments: [text = ''] }) => {
    const handle = parseHandle(text, '@NS');
    const { viewer, namespace } = await client.query(TeamsDocument, { handle });
    if (!namespace) throw refuse('NOT_FOUND', `There is no namespace @${handle}.`, ['Check the spelling.']);
    if (!namespace.teams) {
      const message = `The teams of @${namespace.handle} are shown to its members alone.`;
      throw forbidden(viewer, { registry, message, suggestions: [`Ask an admin of @${namespace.handle} to invite you.`] });
    }
    const teams = namespace.teams.map(({ id, name, createdAt, members }) => ({
      id,
      team: writtenTeam({ namespace: parseHandle(namespace.handle), name }),
      createdAt,
      members: (members ?? []).map((member) => member.handle),
    }));
    const rows = teams.map(({ team, members }) => [team, plural(members.length, 'member'), members.map((member) => `@${member}`).join(' ')]);
    output.result(
      { namespace: `@${namespace.handle}`, teams },
      rows.length > 0 ? columns(rows) : `@${namespace.handle} has no teams. Make one: gati team create @${namespace.handle}:NAME`,
    );
  },
});
