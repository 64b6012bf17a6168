import type { GrantedRole } from '@gati/authority';
import { parseArtifactName } from '@gati/identifiers';
import type { Context } from '../context.ts';
import { parseGrantee, type GranteeInput } from '../grantee.ts';

interface Input extends GranteeInput {
  readonly artifact: string;
  readonly role: 'ADMIN' | 'WRITE' | 'READ';
}

export const grantAccess = async (_: unknown, { input }: { readonly input: Input }, { principal, origin, artifacts, reader }: Context) => {
  const { id, grant } = await artifacts.grantAccess(principal, {
    artifact: parseArtifactName(input.artifact, 'input.artifact'),
    to: parseGrantee(input),
    role: input.role.toLowerCase() as GrantedRole,
    origin,
  });
  return { grant, artifact: await reader.artifact(id) };
};
