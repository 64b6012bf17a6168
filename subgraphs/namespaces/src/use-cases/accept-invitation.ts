import type { KnownPrincipal, Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { z } from 'zod';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import type { InvitationTokens } from '../invitation-tokens.ts';
import { invitations, members, namespaces, type InvitationRow, type MembershipRow, type Tables } from '../repository.ts';
import { higherRole } from '../rules/membership.ts';
import type { AssertConfirmed } from '../step-up.ts';

export interface AnswerInvitation {
  readonly id: string;
  /** From the mail; needed where an address was invited. */
  readonly token: string | null;
}

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly invitationTokens: InvitationTokens;
  readonly assertConfirmed: AssertConfirmed;
  readonly audit: Audit;
}

/**
 * Makes the account that asks a member, once. Who is a member already keeps the higher of both roles.
 * @throws UNAUTHENTICATED for anonymous
 * @throws FORBIDDEN for an API key without the scope admin, or limited to some namespaces
 * @throws NOT_FOUND alike for what is missing, lapsed, answered, withdrawn, or for somebody else
 * @throws STEP_UP_REQUIRED to become an owner, for a session that should confirm first; the invitation stays
 */
export const acceptInvitation =
  (dependencies: Dependencies) =>
  (principal: Principal, answer: AnswerInvitation, origin: RequestOrigin): Promise<MembershipRow> =>
    answerInvitation(dependencies, principal, answer, async ({ tables, emit, actor, invitation: { namespaceId, role: offered } }) => {
      if (offered === 'owner') await dependencies.assertConfirmed(actor, tables);
      const present = await members(tables).find(namespaceId, actor.accountId);
      const membership: MembershipRow = { namespaceId, accountId: actor.accountId, role: higherRole(present?.role ?? null, offered) };
      if (present) await members(tables).setRole(membership);
      else await namespaces(tables).insertMember({ ...membership, createdAt: dependencies.clock() });
      await dependencies.audit.record(tables, {
        actor,
        action: 'member.join',
        subject: await subjectOf(tables, namespaceId),
        details: { before: present?.role ?? null, after: membership.role },
        origin,
      });
      await emit('member.changed', { namespaceId, accountId: actor.accountId });
      return membership;
    });

/** Turns an offer down. @returns what it was. @throws as `acceptInvitation` */
export const declineInvitation =
  (dependencies: Dependencies) =>
  (principal: Principal, answer: AnswerInvitation, origin: RequestOrigin): Promise<InvitationRow> =>
    answerInvitation(dependencies, principal, answer, async ({ tables, actor, invitation }) => {
      const subject = await subjectOf(tables, invitation.namespaceId);
      await dependencies.audit.record(tables, { actor, action: 'invitation.decline', subject, origin });
      return invitation;
    });

const subjectOf = async (tables: Tables, namespaceId: string): Promise<string> => {
  const [namespace] = await namespaces(tables).findMany([namespaceId]);
  return `@${namespace?.handle ?? namespaceId}`;
};

interface Answered {
  readonly tables: Tables;
  readonly emit: Parameters<Parameters<RunTransaction>[0]>[1];
  readonly actor: KnownPrincipal;
  readonly invitation: InvitationRow;
}

/** Takes the invitation away and runs the work in the same transaction: an invitation is answered once. */
async function answerInvitation<T>(
  { transaction, clock, invitationTokens }: Dependencies,
  principal: Principal,
  { id, token }: AnswerInvitation,
  work: (answered: Answered) => Promise<T>,
): Promise<T> {
  if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
  if (!principal.scopes.has('admin') || principal.limitedTo) {
    throw new RegistryError('FORBIDDEN', {
      reason: 'Answering an invitation needs a session, or an API key with the scope admin that is not limited to namespaces.',
    });
  }
  const missing = new RegistryError('NOT_FOUND', { reference: `invitation ${id.slice(0, 80)}` });
  if (!z.guid().safeParse(id).success) throw missing;
  return transaction(async (tables, emit) => {
    const found = await invitations(tables).find(id);
    if (!found) throw missing;
    await members(tables).lock(found.namespaceId);
    const isForActor = found.accountId === null ? token !== null && invitationTokens.isOf(id, token) : found.accountId === principal.accountId;
    if (!isForActor || found.expiresAt <= clock() || !(await invitations(tables).remove(id))) throw missing;
    return work({ tables, emit, actor: principal, invitation: found });
  });
}
