import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock, MakeId } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Handle } from '@gati/identifiers';
import { actInNamespace } from '../act-in-namespace.ts';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { teams, type TeamRow } from '../repository.ts';
import { assertHasMembers } from '../rules/membership.ts';
import { teamReference } from '../rules/teams.ts';

export interface NamedTeam {
  readonly namespace: Handle;
  /** See rules/teams.ts. */
  readonly name: string;
}

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly audit: Audit;
}

/** Teams an organization may have. */
export const teamsMax = 200;

/** What is said of a name that another team of the organization has. */
export const nameTaken = (handle: string, name: string, path: string) =>
  new RegistryError('VALIDATION_FAILED', {
    fields: [{ path, message: `there is a team ${teamReference(handle, name)} already`, fix: 'Choose another name.' }],
  });

/**
 * Makes a team, without members and without any right.
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED without the role admin
 * @throws FORBIDDEN for a user's namespace
 * @throws VALIDATION_FAILED for a name that another team has
 * @throws QUOTA_EXCEEDED above 200
 */
export const createTeam =
  ({ transaction, clock, makeId, audit }: Dependencies) =>
  (principal: Principal, { namespace: handle, name }: NamedTeam, origin: RequestOrigin): Promise<TeamRow> =>
    actInNamespace({ transaction }, principal, { handle, action: 'namespace.manage' }, async ({ tables, namespace, actor }) => {
      assertHasMembers(namespace);
      const count = await teams(tables).count(namespace.id);
      if (count >= teamsMax) throw new RegistryError('QUOTA_EXCEEDED', { what: 'The number of teams', limit: teamsMax, found: count + 1 });
      const team: TeamRow = { id: makeId(), namespaceId: namespace.id, name, createdAt: clock() };
      if (!(await teams(tables).insert(team))) throw nameTaken(namespace.handle, name, 'input.name');
      await audit.record(tables, { actor, action: 'team.create', subject: teamReference(namespace.handle, name), origin });
      return team;
    });
