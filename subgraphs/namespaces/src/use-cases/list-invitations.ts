import { decide, type FactsFor, type Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { invitations, type InvitationRow, type Tables } from '../repository.ts';
import { invitationsMax } from './invite-member.ts';

const shownMax = 100;

interface Dependencies {
  readonly tables: Tables;
  readonly clock: Clock;
}

/** Invitations to the account that asks, newest first, at most 100. A key that could not accept one sees none. */
export const ownInvitations =
  ({ tables, clock }: Dependencies) =>
  async (principal: Principal): Promise<readonly InvitationRow[]> =>
    principal.kind === 'anonymous' || !principal.scopes.has('admin') || principal.limitedTo
      ? []
      : invitations(tables).ofAccount(principal.accountId, clock(), shownMax);

/** Open invitations of a namespace, newest first; for those who may make some, nobody else. */
export const namespaceInvitations =
  ({ tables, clock, factsFor }: Dependencies & { readonly factsFor: FactsFor }) =>
  async (principal: Principal, namespaceId: string): Promise<readonly InvitationRow[]> => {
    const facts = (await factsFor(principal, [namespaceId])).get(namespaceId);
    if (!facts || decide(principal, 'namespace.manage', { ...facts, visibility: 'public', admitted: true }).kind !== 'allowed') return [];
    return invitations(tables).ofNamespace(namespaceId, clock(), invitationsMax);
  };
