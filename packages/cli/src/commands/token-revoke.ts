import { RevokeApiKeyDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';

export const command = defineCommand({
  arguments: [{ name: 'ID', does: 'Identifier of the key, from gati token list' }],
  options: {},
  about: 'Ends an API key at once; programs that use it are refused within five seconds.',
  examples: [['gati token revoke 0f9d…', 'End a key']],
  run: async ({ client, output }, { arguments: [id = ''] }) => {
    const { revokeApiKey } = await client.mutate(RevokeApiKeyDocument, { input: { id } });
    const { revokedAt } = revokeApiKey!.apiKey;
    output.result({ id, revokedAt }, `Revoked ${id}.`);
  },
});
