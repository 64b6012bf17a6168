import { InvitationsDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { columns, formatDay } from '../console/format.ts';
import { refuse } from '../refuse.ts';

export const command = defineCommand({
  arguments: [],
  options: {},
  about: 'Lists the invitations that you may accept. One to an e-mail address is accepted with the text from its mail and is not listed.',
  examples: [['gati org invitations', 'List the invitations to you']],
  run: async ({ client, output, registry }) => {
    const { viewer } = await client.query(InvitationsDocument, {});
    if (!viewer) throw refuse('UNAUTHENTICATED', `Nobody is signed in to ${registry}.`, ['Sign in: gati login']);
    const invitations = (viewer.invitations ?? []).map(({ namespace, ...rest }) => ({ ...rest, namespace: `@${namespace.handle}` }));
    const rows = invitations.map(({ id, role, namespace, expiresAt }) => [id, namespace, role.toLowerCase(), `until ${formatDay(expiresAt)}`]);
    output.result({ invitations }, rows.length > 0 ? columns(rows) : 'You have no invitations.');
  },
});
