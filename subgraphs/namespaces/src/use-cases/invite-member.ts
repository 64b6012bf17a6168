import type { Principal, Role, RequestOrigin } from '@gati/authority';
import type { Clock, MakeId } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Handle } from '@gati/identifiers';
import { actInNamespace } from '../act-in-namespace.ts';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import type { AttemptLimits } from '../limits.ts';
import type { AssertConfirmed } from '../step-up.ts';
import { invitations, members, type InvitationRow, type Tables } from '../repository.ts';
import { emailKeyOf, type EmailAddress } from '../rules/account-input.ts';
import { actionFor, assertHasMembers } from '../rules/membership.ts';

export interface InviteMember {
  readonly namespace: Handle;
  /** An account by its handle, or whoever reads an address. */
  readonly invitee: { readonly handle: Handle } | { readonly email: EmailAddress };
  readonly role: Role;
}

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly limits: Pick<AttemptLimits, 'mail'>;
  readonly assertConfirmed: AssertConfirmed;
  readonly audit: Audit;
}

/** How long an invitation counts. */
export const invitationLifetimeMs = 7 * 24 * 60 * 60_000;
/** Open ones of one organization. */
export const invitationsMax = 100;

/**
 * Offers a role in an organization, and sends a mail about it. Who is invited again has the new invitation alone.
 * Whether an address belongs to an account is told to nobody.
 * @throws STEP_UP_REQUIRED to invite an owner, for a session that should confirm first
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED; inviting an owner needs the role owner
 * @throws FORBIDDEN in a user's own namespace
 * @throws VALIDATION_FAILED for a handle that is no person's, or a member's already
 * @throws QUOTA_EXCEEDED above 100 open invitations
 * @throws RATE_LIMITED where one is sent too many mails
 */
export const inviteMember =
  ({ transaction, clock, makeId, limits, assertConfirmed, audit }: Dependencies) =>
  async (principal: Principal, { namespace: handle, invitee, role }: InviteMember, origin: RequestOrigin): Promise<InvitationRow> => {
    if (role === 'owner') await assertConfirmed(principal);
    return actInNamespace({ transaction }, principal, { handle, action: actionFor(role) }, async ({ tables, emit, namespace, actor }) => {
      assertHasMembers(namespace);
      const accountId = 'handle' in invitee ? await accountToInvite(tables, namespace.id, invitee.handle) : null;
      const email = 'email' in invitee ? invitee.email : null;
      const createdAt = clock();
      const count = await invitations(tables).count(namespace.id, createdAt);
      if (count >= invitationsMax)
        throw new RegistryError('QUOTA_EXCEEDED', { what: `The number of open invitations of @${handle}`, limit: invitationsMax, found: count + 1 });
      await limits.mail(`invitation:${accountId ?? emailKeyOf(email!)}`, origin);

      const expiresAt = new Date(createdAt.getTime() + invitationLifetimeMs);
      const invitation: InvitationRow = { id: makeId(), namespaceId: namespace.id, role, accountId, email, invitedBy: actor.accountId, expiresAt };
      await invitations(tables).put({ ...invitation, emailKey: email && emailKeyOf(email), createdAt });
      await audit.record(tables, {
        actor,
        action: 'member.invite',
        subject: `@${handle}`,
        details: { ...invitee, role, expiresAt },
        origin,
      });
      await emit('invitation.made', { invitationId: invitation.id });
      return invitation;
    });
  };

/** @throws VALIDATION_FAILED */
async function accountToInvite(tables: Tables, namespaceId: string, handle: Handle): Promise<string> {
  const refuse = (message: string, fix: string) => new RegistryError('VALIDATION_FAILED', { fields: [{ path: 'input.handle', message, fix }] });
  const account = await members(tables).invitee(handle);
  if (!account) throw refuse(`there is no person @${handle}`, 'Check the spelling, or invite by e-mail.');
  if (await members(tables).find(namespaceId, account.id)) throw refuse(`@${handle} is a member already`, 'Change the role instead.');
  return account.id;
}
