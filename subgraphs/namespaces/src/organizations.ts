import { bindJob, type BoundJob } from '@gati/jobs';
import type { FactsFor } from '@gati/authority';
import type { Audit } from './audit.ts';
import type { Dependencies } from './dependencies.ts';
import { createInvitationTokens } from './invitation-tokens.ts';
import { sendInvitation } from './jobs/send-invitation.ts';
import type { AttemptLimits } from './limits.ts';
import type { AssertConfirmed } from './step-up.ts';
import { acceptInvitation, declineInvitation } from './use-cases/accept-invitation.ts';
import { createOrganization } from './use-cases/create-organization.ts';
import { inviteMember } from './use-cases/invite-member.ts';
import { namespaceInvitations, ownInvitations } from './use-cases/list-invitations.ts';
import { removeMember } from './use-cases/remove-member.ts';
import { setMemberRole } from './use-cases/set-member-role.ts';
import { withdrawInvitation } from './use-cases/withdraw-invitation.ts';

interface OrganizationDependencies extends Pick<Dependencies, 'tables' | 'transaction' | 'clock' | 'makeId' | 'secret' | 'publicUrl' | 'sendMail'> {
  readonly limits: AttemptLimits;
  readonly audit: Audit;
  readonly factsFor: FactsFor;
  readonly assertConfirmed: AssertConfirmed;
}

/** What people do together: organizations, their members, and who is invited. */
export function createOrganizations({ secret, publicUrl, sendMail, ...dependencies }: OrganizationDependencies) {
  const invitationTokens = createInvitationTokens(secret);
  const answering = { ...dependencies, invitationTokens };
  const jobs: readonly BoundJob[] = [bindJob(sendInvitation, { tables: dependencies.tables, sendMail, invitationTokens, publicUrl })];
  return {
    acts: {
      createOrganization: createOrganization(dependencies),
      inviteMember: inviteMember(dependencies),
      acceptInvitation: acceptInvitation(answering),
      declineInvitation: declineInvitation(answering),
      withdrawInvitation: withdrawInvitation(dependencies),
      ownInvitations: ownInvitations(dependencies),
      namespaceInvitations: namespaceInvitations(dependencies),
      setMemberRole: setMemberRole(dependencies),
      removeMember: removeMember(dependencies),
    },
    jobs,
  };
}
