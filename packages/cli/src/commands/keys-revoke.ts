import { revokedSince } from '@gati/errors';
import { RevokeSigningKeyDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { plural } from '../console/format.ts';
import { confirm } from '../console/confirm.ts';

export const command = defineCommand({
  arguments: [{ name: 'ID', does: 'Identifier of the key, from gati keys list' }],
  options: {
    from: { type: 'string', value: 'TIME', does: 'From when on its signatures no longer count, not in the future; default now' },
    reason: { type: 'string', value: 'TEXT', does: 'Why, shown to those who depend on what it signed' },
    yes: { type: 'boolean', does: 'Do not ask; needed where there is no terminal to ask at' },
  },
  about: 'Revokes a signing key. What it signed from that time on is quarantined at once. This cannot be undone.',
  examples: [['gati keys revoke 4c1e… --from 2026-11-01T00:00:00Z --reason "laptop stolen"', 'Revoke a key from the day it was lost']],
  run: async (context, { arguments: [id = ''], options }) => {
    const from = options.from === undefined ? undefined : new Date(options.from);
    if (from && Number.isNaN(from.getTime())) throw new UsageError(`«${options.from}» is not a time.`, 'Write for example 2026-11-01 or 2026-11-01T12:00:00Z.');
    await confirm(context, { question: `Revoke the key ${id} for good?`, answer: id, isSure: options.yes });
    const { revokeSigningKey } = await context.client.mutate(RevokeSigningKeyDocument, {
      input: { id, ...(from ? { from: from.toISOString() } : {}), ...(options.reason === undefined ? {} : { reason: options.reason }) },
    });
    const { signingKey, quarantined } = revokeSigningKey!;
    const versions = quarantined.nodes.flatMap((node) => (node ? [`${node.artifact.name}@${node.version}`] : []));
    context.output.result(
      { id: signingKey.id, revokedAt: signingKey.revokedAt, quarantined: { totalCount: quarantined.totalCount, versions } },
      [
        `Revoked ${revokedSince(signingKey.revokedAt!)}; ${plural(quarantined.totalCount, 'version is', 'versions are')} quarantined.`,
        ...versions.map((version) => `  ${version}`),
      ].join('\n'),
    );
  },
});
