import { EndSessionDocument, SignOutEverywhereDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { plural } from '../console/format.ts';

export const command = defineCommand({
  arguments: [{ name: 'ID', does: 'Identifier of the session, from gati sessions list', isOptional: true }],
  options: {
    all: { type: 'boolean', does: 'End every session of the account, this one too' },
    others: { type: 'boolean', does: 'End every session but this one' },
  },
  about: 'Ends a session, or all of them, within five seconds. API keys go on: gati token revoke.',
  examples: [
    ['gati sessions end 0f9d…', 'End one session'],
    ['gati sessions end --others', 'Sign out everywhere else'],
  ],
  run: async ({ client, output }, { arguments: [id], options }) => {
    if ([id !== undefined, options.all, options.others].filter(Boolean).length !== 1)
      throw new UsageError('Name one session, or say --all or --others.', 'List them: gati sessions list');
    if (id !== undefined) {
      const { endSession } = await client.mutate(EndSessionDocument, { input: { id } });
      return output.result({ id, endedAt: endSession!.session.endedAt }, `Ended ${id}.`);
    }
    const { signOutEverywhere } = await client.mutate(SignOutEverywhereDocument, { input: { keepThis: options.others } });
    const { endedAt, endedCount } = signOutEverywhere!;
    output.result({ endedAt, endedCount }, `Ended ${plural(endedCount, 'session')}.`);
  },
});
