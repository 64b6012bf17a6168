import { SessionsDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { columns, formatDay, printable } from '../console/format.ts';
import { refuse } from '../refuse.ts';

export const command = defineCommand({
  arguments: [],
  options: {},
  about: 'Lists where you are signed in: the client, where it was last used from, and when.',
  examples: [['gati sessions list', 'List the sessions']],
  run: async ({ client, output, registry }) => {
    const { viewer } = await client.query(SessionsDocument, {});
    if (!viewer) throw refuse('UNAUTHENTICATED', `Nobody is signed in to ${registry}.`, ['Sign in: gati login']);
    const sessions = viewer.sessions ?? [];
    const rows = sessions.map(({ id, isCurrent, clientName, method, address, lastUsedAt }) => [
      id,
      printable(clientName ?? 'unknown client'),
      method.toLowerCase(),
      address ?? '',
      `used ${formatDay(lastUsedAt)}`,
      isCurrent ? 'this one' : '',
    ]);
    output.result({ sessions }, rows.length > 0 ? columns(rows) : 'There are no sessions that this credential may see.');
  },
});
