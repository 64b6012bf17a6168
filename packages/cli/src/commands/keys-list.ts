import { revokedSince } from '@gati/errors';
import { parseHandle } from '@gati/identifiers';
import { TrustedSignersDocument, ViewerDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { columns, formatDay } from '../console/format.ts';
import type { Context } from '../context.ts';
import { refuse } from '../refuse.ts';

async function ownHandles({ client, registry }: Context): Promise<readonly string[]> {
  const { viewer } = await client.query(ViewerDocument, {});
  if (!viewer) throw refuse('UNAUTHENTICATED', `Nobody is signed in to ${registry}.`, ['Sign in: gati login', 'Or name a namespace: gati keys list @acme']);
  return (viewer.memberships ?? []).map(({ namespace }) => namespace.handle);
}

export const command = defineCommand({
  arguments: [{ name: '@NS', does: 'Namespaces to list; default all that you belong to', isOptional: true, isMany: true }],
  options: {},
  about: 'Lists the signing keys that count for a namespace, revoked ones included. They are public, so that everyone can verify.',
  examples: [
    ['gati keys list', 'The keys of your namespaces'],
    ['gati keys list @acme', 'The keys of another namespace'],
  ],
  run: async (context, { arguments: asked }) => {
    const { client, output } = context;
    const handles = asked.length > 0 ? asked.map((namespace) => parseHandle(namespace, 'namespace')) : await ownHandles(context);
    const found = await Promise.all(
      handles.map(async (handle) => {
        const { namespace } = await client.query(TrustedSignersDocument, { handle });
        if (!namespace) throw refuse('NOT_FOUND', `There is no namespace @${handle}.`, ['Check the spelling.']);
        return (namespace.signingKeys ?? []).map((key) => ({ namespace: `@${handle}`, ...key }));
      }),
    );
    const keys = found.flat();
    const rows = keys.map(({ namespace, id, fingerprint, algorithm, validFrom, revokedAt }) => [
      namespace,
      id,
      fingerprint,
      algorithm,
      revokedAt ? `revoked ${revokedSince(revokedAt)}` : `valid from ${formatDay(validFrom)}`,
    ]);
    output.result({ signingKeys: keys }, rows.length > 0 ? columns(rows) : 'No keys are registered. Make one: gati keys generate --register @namespace');
  },
});
