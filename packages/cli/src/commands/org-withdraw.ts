import { WithdrawInvitationDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';

export const command = defineCommand({
  arguments: [{ name: 'ID', does: 'Identifier of the invitation, from gati org members' }],
  options: {},
  about: 'Takes an invitation back before it is accepted.',
  examples: [['gati org withdraw 4c1e…', 'Take an invitation back']],
  run: async ({ client, output }, { arguments: [id = ''] }) => {
    const { withdrawInvitation } = await client.mutate(WithdrawInvitationDocument, { input: { id } });
    const { namespace, handle, email } = withdrawInvitation!.invitation;
    output.result({ id, namespace: `@${namespace.handle}`, handle, email }, `${email ?? `@${handle}`} is not invited to @${namespace.handle} any more.`);
  },
});
