import { parseArtifactName } from '@gati/identifiers';
import { RevokeAccessDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { parseGrantee } from '../grantee.ts';

export const command = defineCommand({
  arguments: [
    { name: 'NAME', does: 'Artifact, for example @acme/auth' },
    { name: 'WHO', does: 'Handle of a person, a robot (acme+ci) or a team (@acme:developers)' },
  ],
  options: {},
  about:
    'Takes a role on one artifact away, within five seconds also from what is under way; with your own handle you give yours up. What they may by a team or as members stays.',
  examples: [['gati access revoke @acme/auth ada', 'Take a role away']],
  run: async ({ client, output }, { arguments: [text = '', who = ''] }) => {
    const artifact = parseArtifactName(text, 'NAME');
    const { input, written } = parseGrantee(artifact, who);
    const { revokeAccess } = await client.mutate(RevokeAccessDocument, { input: { artifact, ...input } });
    const name = revokeAccess!.artifact?.name ?? artifact;
    output.result({ name, from: written }, `${written} has no role on ${name} alone any more.`);
  },
});
