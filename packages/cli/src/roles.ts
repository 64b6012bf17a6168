import type { ArtifactRole, MemberRole } from '@gati/sdk';
import { UsageError } from './command-line/usage-error.ts';

const roles: readonly MemberRole[] = ['OWNER', 'ADMIN', 'WRITE', 'READ'];

/** A role as people write it, in lower case. @throws UsageError */
export function parseRole(text: string): MemberRole {
  const role = roles.find((one) => one === text.toUpperCase());
  if (!role) throw new UsageError(`«${text}» is no role.`, 'The roles are owner, admin, write and read.');
  return role;
}

const artifactRoles: readonly ArtifactRole[] = ['ADMIN', 'WRITE', 'READ'];

/** A role on one artifact as people write it; nobody owns an artifact but who owns its namespace. @throws UsageError */
export function parseArtifactRole(text: string): ArtifactRole {
  const role = artifactRoles.find((one) => one === text.toUpperCase());
  if (!role) throw new UsageError(`«${text}» is no role on an artifact.`, 'The roles are admin, write and read.');
  return role;
}
