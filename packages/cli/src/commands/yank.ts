import { YankVersionDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { parseExact } from '../references.ts';

export const command = defineCommand({
  arguments: [{ name: 'REF', does: 'Exact version, for example @acme/auth@2.1.0' }],
  options: { reason: { type: 'string', value: 'TEXT', does: 'Why, shown to everyone' } },
  about: 'Withdraws a version: no range or label chooses it any more, while whoever has it in a lockfile still gets it. gati unyank takes it back.',
  examples: [['gati yank @acme/auth@2.0.0 --reason "loses sessions; use 2.1.0"', 'Withdraw a version']],
  run: async ({ client, output }, { arguments: [reference = ''], options }) => {
    const target = parseExact(reference);
    const { yankVersion } = await client.mutate(YankVersionDocument, {
      input: { ...target, ...(options.reason === undefined ? {} : { reason: options.reason }) },
    });
    const { version } = yankVersion!;
    output.result(
      { name: target.artifact, version: version.version, status: version.status, statusReason: version.statusReason ?? null },
      `${reference} is ${version.status.toLowerCase()}.`,
    );
  },
});
