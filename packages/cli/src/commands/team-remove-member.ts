import { RemoveTeamMemberDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { parseAccount, parseTeam, writtenTeam } from '../teams.ts';

export const command = defineCommand({
  arguments: [
    { name: '@NS:TEAM', does: 'Team' },
    { name: 'WHO', does: 'Somebody who is in it' },
  ],
  options: {},
  about: 'Takes somebody out of a team, with what it gave. They stay a member of the organization.',
  examples: [['gati team remove-member @acme:developers ada', 'Take a member out of a team']],
  run: async ({ client, output }, { arguments: [text = '', who = ''] }) => {
    const team = parseTeam(text);
    const handle = parseAccount(who, 'WHO');
    await client.mutate(RemoveTeamMemberDocument, { input: { namespace: team.namespace, team: team.name, handle } });
    output.result({ team: writtenTeam(team), handle }, `@${handle} is not in ${writtenTeam(team)} any more.`);
  },
});
