import { RobotsDocument } from '@gati/sdk';
import { parseHandle } from '@gati/identifiers';
import { defineCommand } from '../command-line/command.ts';
import { columns, formatDay, plural, printable } from '../console/format.ts';
import { refuse } from '../refuse.ts';

export const command = defineCommand({
  arguments: [{ name: '@ORG', does: 'The organization' }],
  options: {},
  about: 'Lists the machine accounts of an organization with their keys; shown to those who manage it.',
  examples: [['gati robot list @acme', 'List the robots of @acme']],
  run: async ({ client, output }, { arguments: [organization = ''] }) => {
    const handle = parseHandle(organization, '@ORG');
    const { namespace } = await client.query(RobotsDocument, { handle });
    if (!namespace) throw refuse('NOT_FOUND', `There is no @${handle}.`, ['Check the spelling.']);
    const rows = namespace.robots.flatMap(({ id, handle: robot, role, description, apiKeys }) => [
      [id, `@${robot}`, role.toLowerCase(), plural(apiKeys.length, 'key'), printable(description)],
      ...apiKeys.map((key) => [
        `  ${key.id}`,
        printable(key.name),
        '',
        key.expiresAt ? `until ${formatDay(key.expiresAt)}` : '',
        key.lastUsedAt ? `used ${formatDay(key.lastUsedAt)}` : 'never used',
      ]),
    ]);
    output.result({ robots: namespace.robots }, rows.length > 0 ? columns(rows) : `@${handle} has no robots that you may see.`);
  },
});
