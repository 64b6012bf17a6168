import { parseHandle } from '@gati/identifiers';
import { RenameTeamDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { parseTeam, writtenTeam } from '../teams.ts';

export const command = defineCommand({
  arguments: [
    { name: '@NS:TEAM', does: 'Team' },
    { name: 'NAME', does: 'What it is called from now on' },
  ],
  options: {},
  about: 'Gives a team another name. Who is in it and what it may do stays.',
  examples: [['gati team rename @acme:developers builders', 'Rename a team']],
  run: async ({ client, output }, { arguments: [text = '', name = ''] }) => {
    const before = parseTeam(text);
    const { renameTeam } = await client.mutate(RenameTeamDocument, { input: { ...before, newName: parseHandle(name, 'NAME') } });
    const team = writtenTeam({ ...before, name: renameTeam!.team.name });
    output.result({ id: renameTeam!.team.id, team, previous: writtenTeam(before) }, `${writtenTeam(before)} is ${team} now.`);
  },
});
