import { DeclineInvitationDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';

export const command = defineCommand({
  arguments: [{ name: 'ID', does: 'Identifier of the invitation' }],
  options: { token: { type: 'string', value: 'TEXT', does: 'Text from the mail, where an address was invited' } },
  about: 'Turns an invitation down.',
  examples: [['gati org decline 4c1e…', 'Turn an invitation down']],
  run: async ({ client, output }, { arguments: [id = ''], options }) => {
    const { declineInvitation } = await client.mutate(DeclineInvitationDocument, {
      input: { id, ...(options.token === undefined ? {} : { token: options.token }) },
    });
    const { namespace } = declineInvitation!.invitation;
    output.result({ id, namespace: `@${namespace.handle}` }, `The invitation to @${namespace.handle} is turned down.`);
  },
});
