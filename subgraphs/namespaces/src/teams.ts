import type { FactsFor } from '@gati/authority';
import type { Audit } from './audit.ts';
import type { Dependencies } from './dependencies.ts';
import { addTeamMember, removeTeam, removeTeamMember, renameTeam } from './use-cases/change-team.ts';
import { createTeam } from './use-cases/create-team.ts';
import { keepGrants } from './use-cases/keep-grants.ts';
import { listTeamMembers, listTeams, teamsByIds } from './use-cases/list-teams.ts';

interface TeamDependencies extends Pick<Dependencies, 'tables' | 'transaction' | 'clock' | 'makeId'> {
  readonly audit: Audit;
  readonly factsFor: FactsFor;
}

/** Teams of organizations, and the roles that they and others have on single artifacts. */
export const createTeams = (dependencies: TeamDependencies) => ({
  createTeam: createTeam(dependencies),
  renameTeam: renameTeam(dependencies),
  removeTeam: removeTeam(dependencies),
  addTeamMember: addTeamMember(dependencies),
  removeTeamMember: removeTeamMember(dependencies),
  listTeams: listTeams(dependencies),
  listTeamMembers: listTeamMembers(dependencies),
  teamsByIds: teamsByIds(dependencies),
  grants: keepGrants(dependencies),
});
