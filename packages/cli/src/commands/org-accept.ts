import { AcceptInvitationDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';

export const command = defineCommand({
  arguments: [{ name: 'ID', does: 'Identifier of the invitation, from its mail or gati org invitations' }],
  options: { token: { type: 'string', value: 'TEXT', does: 'Text from the mail, where an address was invited' } },
  about: 'Accepts an invitation for the account that is signed in.',
  examples: [['gati org accept 4c1e…', 'Accept an invitation']],
  run: async ({ client, output }, { arguments: [id = ''], options }) => {
    const { acceptInvitation } = await client.mutate(AcceptInvitationDocument, {
      input: { id, ...(options.token === undefined ? {} : { token: options.token }) },
    });
    const { role, namespace } = acceptInvitation!.membership;
    output.result({ namespace: `@${namespace.handle}`, role }, `You are a member of @${namespace.handle} with the role ${role.toLowerCase()}.`);
  },
});
