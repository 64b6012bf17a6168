import { parseHandle } from '@gati/identifiers';
import { OrganizationDocument, type OrganizationQuery } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { columns, formatDay } from '../console/format.ts';
import { refuse } from '../refuse.ts';

const pageSize = 100;

export const command = defineCommand({
  arguments: [{ name: '@NS', does: 'Organization' }],
  options: {},
  about: 'Lists the members of an organization with their roles, and to those who may invite, who is invited. Members are shown to members.',
  examples: [['gati org members @acme', 'List the members']],
  run: async ({ client, output }, { arguments: [text = ''] }) => {
    const handle = parseHandle(text, '@NS');
    const members: { handle: string; role: string }[] = [];
    for (let after: string | null = null; ;) {
      const { namespace }: OrganizationQuery = await client.query(OrganizationDocument, { handle, first: pageSize, after });
      if (!namespace) throw refuse('NOT_FOUND', `There is no namespace @${handle}.`, ['Check the spelling.']);
      members.push(...namespace.members.nodes.map(({ role, account }) => ({ handle: account.handle, role })));
      after = namespace.members.pageInfo.hasNextPage ? (namespace.members.pageInfo.endCursor ?? null) : null;
      if (after !== null) continue;
      const rows = [
        ...members.map((member) => [`@${member.handle}`, member.role.toLowerCase(), '']),
        ...namespace.invitations.map((invitation) => [
          invitation.email ?? `@${invitation.handle}`,
          invitation.role.toLowerCase(),
          `invited until ${formatDay(invitation.expiresAt)} (${invitation.id})`,
        ]),
      ];
      output.result(
        { namespace: `@${namespace.handle}`, members, invitations: namespace.invitations },
        rows.length > 0 ? columns(rows) : 'Its members are shown to members alone.',
      );
      return;
    }
  },
});
