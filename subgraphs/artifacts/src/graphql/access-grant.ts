import type { ArtifactGrant } from '../ports.ts';

/** A role on an artifact as the schema writes it; who has it is told by the context that knows accounts and teams. */
export const accessGrant = {
  role: ({ role }: ArtifactGrant) => role.toUpperCase(),
  account: ({ accountId }: ArtifactGrant) => accountId && { __typename: 'Account', id: accountId },
  team: ({ teamId }: ArtifactGrant) => teamId && { __typename: 'Team', id: teamId },
};
