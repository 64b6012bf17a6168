import { parseArtifactName } from '@gati/identifiers';
import { StarArtifactDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';

export const command = defineCommand({
  arguments: [{ name: 'NAME', does: 'Artifact, for example @acme/auth' }],
  options: {},
  about: 'Gives an artifact your star, which others see counted. A second star changes nothing.',
  examples: [['gati star @acme/auth', 'Give a star']],
  run: async ({ client, output }, { arguments: [text = ''] }) => {
    const artifact = parseArtifactName(text);
    const { starArtifact } = await client.mutate(StarArtifactDocument, { input: { artifact } });
    const { stars, viewerHasStarred } = starArtifact!.artifact;
    output.result({ name: artifact, stars, viewerHasStarred }, `${artifact} has ${stars} ★`);
  },
});
