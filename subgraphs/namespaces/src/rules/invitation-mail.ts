import type { Role } from '@gati/authority';

interface Invitation {
  readonly id: string;
  /** Host of the registry, as its users know it. */
  readonly host: string;
  readonly organization: string;
  readonly invitedBy: string;
  readonly role: Role;
  readonly expiresAt: Date;
  /** Needed where an address is invited; null where an account is. */
  readonly token: string | null;
}

/** What somebody who is invited reads. Names are handles, so that nothing in the mail was written by a stranger. */
export const invitationMail = ({ id, host, organization, invitedBy, role, expiresAt, token }: Invitation) => ({
  subject: `@${invitedBy} invites you to @${organization}`,
  text: `@${invitedBy} invites you to the organization @${organization} on ${host}, with the role ${role}.

To accept, sign in with the account that shall be a member, and run

  gati org accept ${id}${token === null ? '' : ` --token ${token}`}

The invitation counts until ${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC. If you do not know @${invitedBy}, do nothing: nothing happens without your answer.
`,
});
