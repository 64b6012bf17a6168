import { parseHandle } from '@gati/identifiers';
import { SetMemberRoleDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { parseRole } from '../roles.ts';

export const command = defineCommand({
  arguments: [
    { name: '@NS', does: 'Organization' },
    { name: 'HANDLE', does: 'Member' },
    { name: 'ROLE', does: 'owner, admin, write or read' },
  ],
  options: {},
  about: 'Changes the role of a member. The last owner stays one.',
  examples: [['gati org role @acme ada admin', 'Make a member an admin']],
  run: async ({ client, output }, { arguments: [organization = '', who = '', role = ''] }) => {
    const namespace = parseHandle(organization, '@NS');
    const { setMemberRole } = await client.mutate(SetMemberRoleDocument, { input: { namespace, handle: parseHandle(who, 'HANDLE'), role: parseRole(role) } });
    const { membership } = setMemberRole!;
    output.result(
      { namespace: `@${namespace}`, handle: membership.account.handle, role: membership.role },
      `@${membership.account.handle} has the role ${membership.role.toLowerCase()} in @${namespace}.`,
    );
  },
});
