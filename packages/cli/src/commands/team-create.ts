import { CreateTeamDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { parseTeam, writtenTeam } from '../teams.ts';

export const command = defineCommand({
  arguments: [{ name: '@NS:TEAM', does: 'Organization and name of the new team, for example @acme:developers' }],
  options: {},
  about: 'Makes a team in an organization. It has no members and may nothing until you give it some: gati team add-member, gati access grant.',
  examples: [['gati team create @acme:developers', 'Make a team']],
  run: async ({ client, output }, { arguments: [text = ''] }) => {
    const input = parseTeam(text);
    const { createTeam } = await client.mutate(CreateTeamDocument, { input });
    const team = writtenTeam({ ...input, name: createTeam!.team.name });
    output.result({ id: createTeam!.team.id, team }, `Made ${team}. Put somebody in: gati team add-member ${team} WHO`);
  },
});
