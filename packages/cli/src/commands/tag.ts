import { parseLabel } from '@gati/identifiers';
import { SetTagDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { parseExact } from '../references.ts';

export const command = defineCommand({
  arguments: [
    { name: 'REF', does: 'Exact version, for example @acme/auth@2.1.0' },
    { name: 'LABEL', does: 'Label to put on it, for example next' },
  ],
  options: {},
  about: 'Puts a label on a published version, or moves it there. `latest` is what an install without a version takes.',
  examples: [['gati tag @acme/auth@2.0.0 stable', 'Let the label stable mean this version, wherever it was before']],
  run: async ({ client, output }, { arguments: [reference = '', label = ''] }) => {
    const target = parseExact(reference);
    const { setTag } = await client.mutate(SetTagDocument, { input: { ...target, tag: parseLabel(label) } });
    const { tag } = setTag!;
    output.result({ name: target.artifact, tag: tag.name, version: tag.version.version }, `${target.artifact}@${tag.name} is ${tag.version.version}.`);
  },
});
