import { RemoveTeamDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { parseTeam, writtenTeam } from '../teams.ts';

export const command = defineCommand({
  arguments: [{ name: '@NS:TEAM', does: 'Team' }],
  options: {},
  about: 'Ends a team with every right that its members have by it. They stay members of the organization.',
  examples: [['gati team remove @acme:developers', 'End a team']],
  run: async ({ client, output }, { arguments: [text = ''] }) => {
    const input = parseTeam(text);
    await client.mutate(RemoveTeamDocument, { input });
    output.result({ team: writtenTeam(input) }, `There is no ${writtenTeam(input)} any more.`);
  },
});
