import { parseHandle } from '@gati/identifiers';
import { CreateOrganizationDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';

export const command = defineCommand({
  arguments: [{ name: '@HANDLE', does: 'Handle of the new organization' }],
  options: { name: { type: 'string', value: 'TEXT', does: 'Name for people to read; else the handle' } },
  about: 'Makes an organization with you as its owner. A handle that was once given is never given to another.',
  examples: [['gati org create @acme --name "Acme Inc."', 'Make an organization']],
  run: async ({ client, output }, { arguments: [text = ''], options }) => {
    const handle = parseHandle(text, '@HANDLE');
    const { createOrganization } = await client.mutate(CreateOrganizationDocument, {
      input: { handle, ...(options.name === undefined ? {} : { displayName: options.name }) },
    });
    const { namespace } = createOrganization!;
    output.result({ handle: namespace.handle, kind: namespace.kind }, `@${namespace.handle} is yours. Invite others: gati org invite @${namespace.handle} WHO`);
  },
});
