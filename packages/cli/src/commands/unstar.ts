import { parseArtifactName } from '@gati/identifiers';
import { UnstarArtifactDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';

export const command = defineCommand({
  arguments: [{ name: 'NAME', does: 'Artifact, for example @acme/auth' }],
  options: {},
  about: 'Takes your star back. Without a star it changes nothing.',
  examples: [['gati unstar @acme/auth', 'Take it back']],
  run: async ({ client, output }, { arguments: [text = ''] }) => {
    const artifact = parseArtifactName(text);
    const { unstarArtifact } = await client.mutate(UnstarArtifactDocument, { input: { artifact } });
    const { stars, viewerHasStarred } = unstarArtifact!.artifact;
    output.result({ name: artifact, stars, viewerHasStarred }, `${artifact} has ${stars} ★`);
  },
});
