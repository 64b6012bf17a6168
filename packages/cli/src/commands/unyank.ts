import { UnyankVersionDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { parseExact } from '../references.ts';

export const command = defineCommand({
  arguments: [{ name: 'REF', does: 'Exact version, for example @acme/auth@2.1.0' }],
  options: {},
  about: 'Takes a yank back, so that ranges and labels may choose the version again.',
  examples: [['gati unyank @acme/auth@2.0.0', 'Take a yank back']],
  run: async ({ client, output }, { arguments: [reference = ''] }) => {
    const target = parseExact(reference);
    const { unyankVersion } = await client.mutate(UnyankVersionDocument, { input: target });
    const { version } = unyankVersion!;
    output.result({ name: target.artifact, version: version.version, status: version.status }, `${reference} is ${version.status.toLowerCase()}.`);
  },
});
