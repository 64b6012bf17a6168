import { RotateApiKeyDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { UsageError } from '../command-line/usage-error.ts';

export const command = defineCommand({
  arguments: [{ name: 'ID', does: 'Identifier of the key, from gati token list or gati robot list' }],
  options: { overlap: { type: 'string', value: 'HOURS', does: 'How long the old key goes on, 0 to 168 hours; default 24' } },
  about: 'Gives an API key a successor that may do the same, and prints its secret, which is shown this once. The old key ends after the overlap.',
  examples: [['gati token rotate 0f9d… --overlap 48', 'Change over within two days']],
  run: async ({ client, output }, { arguments: [id = ''], options }) => {
    const overlapHours = Number(options.overlap ?? 24);
    if (!Number.isInteger(overlapHours)) throw new UsageError(`«${options.overlap}» is no number of hours.`, 'Write for example --overlap 48.');
    const { rotateApiKey } = await client.mutate(RotateApiKeyDocument, { input: { id, overlapHours } });
    const { secret, apiKey, previous } = rotateApiKey!;
    output.note(`The secret is shown this once; the old key ends ${previous.expiresAt}.`);
    output.result({ id: apiKey.id, name: apiKey.name, expiresAt: apiKey.expiresAt ?? null, previous, secret }, secret);
  },
});
