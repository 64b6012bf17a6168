import { ConfirmSessionDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';

export const command = defineCommand({
  arguments: [{ name: 'CODE', does: 'Six digits of your authenticator app, or a recovery code' }],
  options: {},
  about: 'Proves your second factor: for 15 minutes this session may do what asks for it, such as revoking signing keys or unpublishing.',
  examples: [['gati sessions confirm 123456', 'Confirm with the code that the app shows']],
  run: async ({ client, output }, { arguments: [code = ''] }) => {
    const { confirmSession } = await client.mutate(ConfirmSessionDocument, { input: { code } });
    const { confirmedUntil } = confirmSession!;
    output.result({ confirmedUntil }, `Confirmed until ${confirmedUntil}.`);
  },
});
