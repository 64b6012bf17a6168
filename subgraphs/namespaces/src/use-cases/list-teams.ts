import type { FactsFor, Principal } from '@gati/authority';
import { belongs } from '../belongs.ts';
import { teams, type TeamRow, type Tables } from '../repository.ts';
import { teamMembersMax } from './change-team.ts';
import { teamsMax } from './create-team.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly factsFor: FactsFor;
}

/** Teams of a namespace by name, at most 200; null for whoever does not belong to it. */
export const listTeams =
  ({ tables, factsFor }: Dependencies) =>
  async (principal: Principal, namespaceId: string): Promise<readonly TeamRow[] | null> =>
    (await belongs(factsFor, principal, namespaceId)) ? teams(tables).list([namespaceId], teamsMax) : null;

/** Accounts of a team's members by handle, at most 200; null for whoever does not belong to its organization. */
export const listTeamMembers =
  ({ tables, factsFor }: Dependencies) =>
  async (principal: Principal, { id, namespaceId }: Pick<TeamRow, 'id' | 'namespaceId'>): Promise<readonly string[] | null> =>
    (await belongs(factsFor, principal, namespaceId)) ? teams(tables).memberIds(id, teamMembersMax) : null;

/** Teams by id, in one query; what does not exist is absent. For those who met their ids where they may. */
export const teamsByIds =
  ({ tables }: Pick<Dependencies, 'tables'>) =>
  async (ids: readonly string[]): Promise<ReadonlyMap<string, TeamRow>> =>
    new Map((await teams(tables).findMany(ids)).map((team) => [team.id, team]));
