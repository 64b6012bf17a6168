import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { actInNamespace, type HeldNamespace } from '../act-in-namespace.ts';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { teams, type NamespaceRow, type TeamRow } from '../repository.ts';
import { teamReference } from '../rules/teams.ts';
import { nameTaken, type NamedTeam } from './create-team.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** Accounts a team may have. */
export const teamMembersMax = 200;

/** Runs the work on a team whose organization the caller manages. @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED without the role admin */
const changeTeam = <T>(
  { transaction }: Pick<Dependencies, 'transaction'>,
  principal: Principal,
  { namespace: handle, name }: NamedTeam,
  work: (held: HeldNamespace & { readonly team: TeamRow; readonly reference: string }) => Promise<T>,
): Promise<T> =>
  actInNamespace({ transaction }, principal, { handle, action: 'namespace.manage' }, async (held) => {
    const reference = teamReference(held.namespace.handle, name);
    const team = await teams(held.tables).find(held.namespace.id, name);
    if (!team) throw new RegistryError('NOT_FOUND', { reference: `team ${reference}` });
    return work({ ...held, team, reference });
  });

/** Gives a team another name; who is in it and what it may do stays. @throws as `changeTeam`, VALIDATION_FAILED for a name that another team has */
export const renameTeam =
  (dependencies: Dependencies) =>
  (principal: Principal, { newName, ...named }: NamedTeam & { readonly newName: string }, origin: RequestOrigin): Promise<TeamRow> =>
    changeTeam(dependencies, principal, named, async ({ tables, actor, namespace, team, reference }) => {
      if (newName === team.name) return team;
      if (await teams(tables).find(namespace.id, newName)) throw nameTaken(namespace.handle, newName, 'input.newName');
      await teams(tables).rename(team.id, newName);
      const details = { after: teamReference(namespace.handle, newName) };
      await dependencies.audit.record(tables, { actor, action: 'team.rename', subject: reference, details, origin });
      return { ...team, name: newName };
    });

/** Ends a team, with every right that its members had by it: from the next request on, and on open streams within 5 seconds. @throws as `changeTeam` */
export const removeTeam =
  (dependencies: Dependencies) =>
  (principal: Principal, named: NamedTeam, origin: RequestOrigin): Promise<NamespaceRow> =>
    changeTeam(dependencies, principal, named, async ({ tables, emit, actor, namespace, team, reference }) => {
      const memberIds = await teams(tables).memberIds(team.id, teamMembersMax);
      await teams(tables).remove(team.id);
      await dependencies.audit.record(tables, { actor, action: 'team.remove', subject: reference, details: { members: memberIds.length }, origin });
      for (const accountId of memberIds) await emit('member.changed', { namespaceId: namespace.id, accountId });
      return namespace;
    });

export interface TeamMember extends NamedTeam {
  /** Of a member or a robot of the organization. */
  readonly handle: string;
}

/**
 * Puts a member or a robot of the organization into a team; a second time changes nothing.
 * @throws as `changeTeam`, NOT_FOUND for whoever is neither, QUOTA_EXCEEDED above 200
 */
export const addTeamMember =
  (dependencies: Dependencies) =>
  (principal: Principal, { handle, ...named }: TeamMember, origin: RequestOrigin): Promise<TeamRow> =>
    changeTeam(dependencies, principal, named, async ({ tables, emit, actor, namespace, team, reference }) => {
      const accountId = await teams(tables).candidate(namespace.id, handle);
      if (accountId === null) throw new RegistryError('NOT_FOUND', { reference: `member @${handle} of @${namespace.handle}` });
      if (!(await teams(tables).addMember({ teamId: team.id, accountId, createdAt: dependencies.clock() }))) return team;
      const count = await teams(tables).countMembers(team.id);
      if (count > teamMembersMax) throw new RegistryError('QUOTA_EXCEEDED', { what: 'The number of members of a team', limit: teamMembersMax, found: count });
      await dependencies.audit.record(tables, { actor, action: 'team.add', subject: reference, details: { member: `@${handle}` }, origin });
      await emit('member.changed', { namespaceId: namespace.id, accountId });
      return team;
    });

/** Takes somebody out of a team, with what it gave. @throws as `changeTeam`, NOT_FOUND for whoever is not in it */
export const removeTeamMember =
  (dependencies: Dependencies) =>
  (principal: Principal, { handle, ...named }: TeamMember, origin: RequestOrigin): Promise<TeamRow> =>
    changeTeam(dependencies, principal, named, async ({ tables, emit, actor, namespace, team, reference }) => {
      const accountId = await teams(tables).candidate(namespace.id, handle);
      if (accountId === null || !(await teams(tables).removeMember(team.id, accountId)))
        throw new RegistryError('NOT_FOUND', { reference: `member @${handle} of ${reference}` });
      await dependencies.audit.record(tables, { actor, action: 'team.take-out', subject: reference, details: { member: `@${handle}` }, origin });
      await emit('member.changed', { namespaceId: namespace.id, accountId });
      return team;
    });
