import { splitName, type ArtifactName } from '@gati/identifiers';
import { UsageError } from './command-line/usage-error.ts';
import { parseAccount, parseTeam, writtenTeam } from './teams.ts';

/** Who has a role on one artifact, as the registry takes it. */
export type Grantee = { readonly account: string } | { readonly team: string };

/**
 * Who is meant by `ada`, `acme+ci` or `@acme:developers`. The registry knows teams by their names within the artifact's namespace: one of another namespace is refused here,
 * before its namesake gets or loses what was meant for it.
 * @throws UsageError also for a team of another namespace · VALIDATION_FAILED
 */
export function parseGrantee(artifact: ArtifactName, text: string): { readonly input: Grantee; readonly written: string } {
  if (!text.includes(':')) {
    const account = parseAccount(text, 'WHO');
    return { input: { account }, written: `@${account}` };
  }
  const team = parseTeam(text);
  const { handle } = splitName(artifact);
  if (team.namespace !== handle)
    throw new UsageError(
      `${writtenTeam(team)} is no team of @${handle}, to which ${artifact} belongs.`,
      `Name a team of it: gati team list @${handle}. People of other organizations get a role by their handle.`,
    );
  return { input: { team: team.name }, written: writtenTeam(team) };
}
