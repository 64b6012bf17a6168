import { parseArtifactName } from '@gati/identifiers';
import { GrantAccessDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { parseGrantee } from '../grantee.ts';
import { parseArtifactRole } from '../roles.ts';

export const command = defineCommand({
  arguments: [
    { name: 'NAME', does: 'Artifact, for example @acme/auth' },
    { name: 'WHO', does: 'Handle of a person, a robot (acme+ci) or a team (@acme:developers) of its namespace' },
    { name: 'ROLE', does: 'admin, write or read' },
  ],
  options: {},
  about:
    'Gives a person, a robot or a team a role on one artifact, in the place of an earlier one. It comes beside whatever role they have in its namespace and takes nothing of that.',
  examples: [
    ['gati access grant @acme/auth @acme:developers write', 'Let a team publish an artifact'],
    ['gati access grant @acme/auth ada read', 'Show a private artifact to somebody, and nothing else of @acme'],
  ],
  run: async ({ client, output }, { arguments: [text = '', who = '', roleText = ''] }) => {
    const artifact = parseArtifactName(text, 'NAME');
    const role = parseArtifactRole(roleText);
    const { input, written } = parseGrantee(artifact, who);
    const { grantAccess } = await client.mutate(GrantAccessDocument, { input: { artifact, role, ...input } });
    const { grant, artifact: after } = grantAccess!;
    output.result({ id: grant.id, name: after.name, role: grant.role, to: written }, `${written} has the role ${grant.role.toLowerCase()} on ${after.name}.`);
  },
});
