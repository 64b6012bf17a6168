import { parseArtifactName } from '@gati/identifiers';
import type { Context } from '../context.ts';
import { parseGrantee, type GranteeInput } from '../grantee.ts';

export const revokeAccess = async (
  _: unknown,
  { input }: { readonly input: GranteeInput & { readonly artifact: string } },
  { principal, origin, artifacts, reader }: Context,
) => {
  const id = await artifacts.revokeAccess(principal, { artifact: parseArtifactName(input.artifact, 'input.artifact'), to: parseGrantee(input), origin });
  // Who gave up its own role may not see it any more.
  return { artifact: await reader.artifact(id) };
};
