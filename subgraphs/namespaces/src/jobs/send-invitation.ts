import { defineJob } from '@gati/jobs';
import { z } from 'zod';
import type { SendMail } from '../dependencies.ts';
import type { InvitationTokens } from '../invitation-tokens.ts';
import { accounts, invitations, namespaces, type Tables } from '../repository.ts';
import { invitationMail } from '../rules/invitation-mail.ts';

interface SendDependencies {
  readonly tables: Tables;
  readonly sendMail: SendMail;
  readonly invitationTokens: InvitationTokens;
  /** PUBLIC_URL. */
  readonly publicUrl: string;
}

/** Tells somebody of an invitation, unless it was answered or withdrawn by then. Run again it sends the same mail again. */
export const sendInvitation = defineJob({
  name: 'namespaces.send-invitation',
  payload: z.object({ invitationId: z.guid() }),
  dedupeKey: ({ invitationId }) => invitationId,
  attempts: 8,
  run: async ({ invitationId }, { tables, sendMail, invitationTokens, publicUrl }: SendDependencies) => {
    const invitation = await invitations(tables).find(invitationId);
    if (!invitation) return;
    const [[organization], inviter, invitee] = await Promise.all([
      namespaces(tables).findMany([invitation.namespaceId]),
      accounts(tables).find(invitation.invitedBy),
      invitation.accountId === null ? null : accounts(tables).find(invitation.accountId),
    ]);
    const to = invitation.email ?? invitee?.email;
    if (!organization || !inviter || !to) return;
    const mail = invitationMail({
      ...invitation,
      host: new URL(publicUrl).host,
      organization: organization.handle,
      invitedBy: inviter.handle,
      token: invitation.accountId === null ? invitationTokens.of(invitation.id) : null,
    });
    await sendMail({ to, ...mail });
  },
});
