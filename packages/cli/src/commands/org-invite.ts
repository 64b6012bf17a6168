import { parseHandle } from '@gati/identifiers';
import { InviteToOrganizationDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { formatDay } from '../console/format.ts';
import { parseRole } from '../roles.ts';

/** A handle may begin with an @; an address has one further on. */
const isAddress = (who: string): boolean => who.indexOf('@') > 0;

export const command = defineCommand({
  arguments: [
    { name: '@NS', does: 'Organization' },
    { name: 'WHO', does: 'Handle, or e-mail address of somebody who may have no account yet' },
  ],
  options: { role: { type: 'string', value: 'ROLE', does: 'owner, admin, write or read; default read' } },
  about: 'Offers somebody a role in an organization and tells them by mail. The invitation counts for 7 days.',
  examples: [
    ['gati org invite @acme ada --role write', 'Invite an account'],
    ['gati org invite @acme grace@example.com', 'Invite whoever reads an address'],
  ],
  run: async ({ client, output }, { arguments: [organization = '', who = ''], options }) => {
    const namespace = parseHandle(organization, '@NS');
    const input = { namespace, role: parseRole(options.role ?? 'read'), ...(isAddress(who) ? { email: who } : { handle: parseHandle(who, 'WHO') }) };
    const { inviteMember } = await client.mutate(InviteToOrganizationDocument, { input });
    const { id, role, handle, email, expiresAt } = inviteMember!.invitation;
    output.result(
      { id, namespace: `@${namespace}`, role, handle, email, expiresAt },
      `${email ?? `@${handle}`} is invited to @${namespace} as ${role.toLowerCase()}, until ${formatDay(expiresAt)} (${id}).`,
    );
  },
});
