import { AddTeamMemberDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { parseAccount, parseTeam, writtenTeam } from '../teams.ts';

export const command = defineCommand({
  arguments: [
    { name: '@NS:TEAM', does: 'Team' },
    { name: 'WHO', does: 'Member of the organization, or a robot of it, for example acme+ci' },
  ],
  options: {},
  about: 'Puts a member or a robot of the organization into a team. Whoever is no member yet is invited first: gati org invite.',
  examples: [
    ['gati team add-member @acme:developers ada', 'Put a member into a team'],
    ['gati team add-member @acme:developers acme+ci', 'Put a robot into a team'],
  ],
  run: async ({ client, output }, { arguments: [text = '', who = ''] }) => {
    const team = parseTeam(text);
    const handle = parseAccount(who, 'WHO');
    await client.mutate(AddTeamMemberDocument, { input: { namespace: team.namespace, team: team.name, handle } });
    output.result({ team: writtenTeam(team), handle }, `@${handle} is in ${writtenTeam(team)}.`);
  },
});
