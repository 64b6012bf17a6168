import { ApiKeysDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { columns, formatDay } from '../console/format.ts';
import { refuse } from '../refuse.ts';

export const command = defineCommand({
  arguments: [],
  options: {},
  about: 'Lists your API keys without their secrets.',
  examples: [['gati token list', 'List the keys']],
  run: async ({ client, output, registry }) => {
    const { viewer } = await client.query(ApiKeysDocument, {});
    if (!viewer) throw refuse('UNAUTHENTICATED', `Nobody is signed in to ${registry}.`, ['Sign in: gati login']);
    const keys = (viewer.apiKeys ?? []).map(({ namespaces, ...key }) => ({ ...key, namespaces: namespaces.map(({ handle }) => `@${handle}`) }));
    const rows = keys.map(({ id, name, scopes, namespaces, artifacts, expiresAt, lastUsedAt, revokedAt }) => [
      id,
      name,
      scopes.join(',').toLowerCase(),
      [...namespaces, ...artifacts].join(',') || 'everywhere',
      revokedAt ? `revoked ${formatDay(revokedAt)}` : expiresAt ? `until ${formatDay(expiresAt)}` : '',
      lastUsedAt ? `used ${formatDay(lastUsedAt)}` : 'never used',
    ]);
    output.result({ apiKeys: keys }, rows.length > 0 ? columns(rows) : 'You have no API keys. Make one: gati token create NAME');
  },
});
