import { UnpublishVersionDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { confirm } from '../console/confirm.ts';
import { parseExact } from '../references.ts';

export const command = defineCommand({
  arguments: [{ name: 'REF', does: 'Exact version, for example @acme/auth@2.1.0' }],
  options: { yes: { type: 'boolean', does: 'Do not ask; needed where there is no terminal to ask at' } },
  about: 'Removes a version for good, within 72 hours of publishing and only while nothing depends on it; later, yank it. Its number can never be used again.',
  examples: [['gati unpublish @acme/auth@1.1.0', 'Remove a version']],
  run: async (context, { arguments: [reference = ''], options }) => {
    const target = parseExact(reference);
    await confirm(context, { question: `Remove ${reference} for good?`, answer: reference, isSure: options.yes });
    await context.client.mutate(UnpublishVersionDocument, { input: target });
    context.output.result({ name: target.artifact, version: target.version, unpublished: true }, `${reference} is removed; its number is used up.`);
  },
});
