import type { GrantedRole, KnownPrincipal, RequestOrigin } from '@gati/authority';
import type { Clock, MakeId } from '@gati/clock';
import type { Transaction } from '@gati/database';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import { grants, type Grantee, type GrantRow } from '../repository.ts';
import { teamReference } from '../rules/teams.ts';

/** An artifact on which the caller may give and take roles, as `artifacts` decided it while it holds its row. */
export interface GrantedArtifact {
  readonly id: string;
  readonly name: string;
  readonly namespaceId: string;
  /** Handle of its namespace. */
  readonly handle: string;
}

/** Who gets or loses a role: an account by its handle, a robot's among them, or a team of the artifact's namespace by its name. */
export type NamedGrantee = { readonly account: string } | { readonly team: string };

interface Dependencies {
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly audit: Audit;
}

/** Accounts and teams with a role on one artifact. */
export const grantsMax = 200;

/** Part of a transaction of `artifacts`, which holds the artifact and has decided that the actor may. */
export interface Grants {
  /** Gives a role in the place of whichever it had. @throws NOT_FOUND for nobody, QUOTA_EXCEEDED above 200 */
  readonly put: (tables: Transaction, change: Change & { readonly role: GrantedRole }) => Promise<GrantRow>;
  /** Takes the role away. @throws NOT_FOUND where there is none */
  readonly remove: (tables: Transaction, change: Change) => Promise<void>;
  /** Takes all away: the artifact goes to other owners. @returns how many there were */
  readonly removeAll: (tables: Transaction, artifactId: string) => Promise<number>;
  /** The oldest first, at most 200. */
  readonly list: (tables: Pick<Transaction, 'artifactGrant' | '$queryRaw' | '$executeRaw'>, artifactId: string) => Promise<readonly GrantRow[]>;
}

interface Change {
  readonly artifact: GrantedArtifact;
  readonly to: NamedGrantee;
  readonly actor: KnownPrincipal;
  readonly origin?: RequestOrigin | undefined;
}

const written = (to: NamedGrantee, handle: string): string => ('team' in to ? teamReference(handle, to.team) : `@${to.account}`);

async function find(tables: Transaction, { to, artifact: { namespaceId, handle } }: Change): Promise<Grantee> {
  const id = 'team' in to ? await grants(tables).holdTeam(namespaceId, to.team) : await grants(tables).account(namespaceId, to.account);
  if (id === null) throw new RegistryError('NOT_FOUND', { reference: 'team' in to ? `team ${written(to, handle)}` : `account ${written(to, handle)}` });
  return 'team' in to ? { accountId: null, teamId: id } : { accountId: id, teamId: null };
}

/** Keeps the roles on single artifacts, and the log of their changes. */
export const keepGrants = ({ clock, makeId, audit }: Dependencies): Grants => ({
  put: async (tables, change) => {
    const { artifact, to, actor, origin, role } = change;
    const grantee = await find(tables, change);
    const present = await grants(tables).find(artifact.id, grantee);
    if (present?.role === role) return present;
    const details = { to: written(to, artifact.handle), before: present?.role ?? null, after: role };
    await audit.record(tables, { actor, action: 'access.grant', subject: artifact.name, details, origin });
    if (present) {
      await grants(tables).setRole(present.id, role);
      return { ...present, role };
    }
    const count = await grants(tables).count(artifact.id);
    if (count >= grantsMax) throw new RegistryError('QUOTA_EXCEEDED', { what: 'The number of accounts and teams', limit: grantsMax, found: count + 1 });
    const grant: GrantRow = { id: makeId(), ...grantee, role, createdAt: clock() };
    await grants(tables).insert({ ...grant, artifactId: artifact.id, namespaceId: artifact.namespaceId, grantedBy: actor.accountId });
    return grant;
  },

  remove: async (tables, change) => {
    const { artifact, to, actor, origin } = change;
    const present = await grants(tables).find(artifact.id, await find(tables, change));
    if (!present) throw new RegistryError('NOT_FOUND', { reference: `role of ${written(to, artifact.handle)} on ${artifact.name}` });
    await grants(tables).remove(present.id);
    const details = { from: written(to, artifact.handle), before: present.role };
    await audit.record(tables, { actor, action: 'access.revoke', subject: artifact.name, details, origin });
  },

  removeAll: (tables, artifactId) => grants(tables).removeOfArtifact(artifactId),
  list: (tables, artifactId) => grants(tables).ofArtifact(artifactId, grantsMax),
});
