import type { GrantedRole, KnownPrincipal, Principal, RequestOrigin } from '@gati/authority';
import type { Transaction } from '@gati/database';
import type { Digest } from '@gati/identifiers';
import type { Emit } from './events.ts';

/** What other contexts know and do, given to this one as functions by wiring. */

/** The tables inside or outside a transaction; each repository file takes a Pick of its own. */
export type Tables = Transaction;

/** Runs the work in one transaction; facts emitted inside appear with it or not at all. */
export type Transact = <T>(work: (tables: Tables, emit: Emit) => Promise<T>) => Promise<T>;
/** Emits in a transaction that another context began. */
export type EmitIn = (tables: Tables) => Emit;

/** `namespaces`: who bears this handle; null for nobody. */
export type NamespaceByHandle = (handle: string) => Promise<{ readonly id: string; readonly handle: string } | null>;

/** `billing`: whether the caller may use each artifact. What is free may be used by anonymous callers too. */
export type EntitlementsOf = (principal: Principal, artifactIds: readonly string[]) => Promise<ReadonlyMap<string, { readonly isEntitled: boolean }>>;

/** `timescape`, inside the transaction that publishes: joins the version to the version graph, or refuses it. */
export type RecordVersion = (
  tables: Tables,
  version: { readonly artifactId: string; readonly versionId: string; readonly version: string; readonly publishedAt: Date; readonly gtypes: unknown },
) => Promise<void>;

/** `security`, inside a transaction: the digests of the manifests that carry a signature of the subject which counts in its namespace. Those that are gone may be among them. */
export type TrustedCarriersOf = (tables: Tables, artifactId: string, subject: Digest) => Promise<ReadonlySet<string>>;

/** A CDN between clients and this registry. */
export interface ContentCache {
  /** Drops everything that was answered with one of these surrogate keys. @throws when it did not say that it has */
  readonly purge: (surrogateKeys: readonly string[]) => Promise<void>;
  /** Fetches paths of one repository as anybody would, so that they are kept; what nobody may have is passed over. @throws when the CDN or the registry fails */
  readonly warm: (fetched: { readonly repository: string; readonly paths: readonly string[]; readonly signal: AbortSignal }) => Promise<void>;
}

/** `namespaces`: writes down who did what, in the transaction of the act. */
export interface Audit {
  readonly record: (
    tables: Tables,
    /** @param entry  whose actor is `registry` for what nobody asked for */
    entry: {
      readonly actor: Principal | 'registry';
      readonly action: string;
      readonly subject: string;
      readonly details?: object;
      readonly origin?: RequestOrigin | undefined;
    },
  ) => Promise<void>;
}

/** Tells the owners of a namespace something that they have to act on. @throws when it was not taken: it is tried again later */
export type TellOwners = (namespaceId: string, mail: { readonly subject: string; readonly text: string }) => Promise<void>;

/** Whether the caller administers the whole site. */
export type IsAdministrator = (principal: Principal) => boolean;

/** A role that an account or a team has on one artifact alone. */
export interface ArtifactGrant {
  readonly id: string;
  readonly accountId: string | null;
  readonly teamId: string | null;
  readonly role: GrantedRole;
  readonly createdAt: Date;
}

/** An account by its handle, a robot's among them, or a team of the artifact's namespace by its name. */
export type NamedGrantee = { readonly account: string } | { readonly team: string };

interface GrantChange {
  readonly artifact: { readonly id: string; readonly name: string; readonly namespaceId: string; readonly handle: string };
  readonly to: NamedGrantee;
  readonly actor: KnownPrincipal;
  readonly origin?: RequestOrigin | undefined;
}

/** `namespaces`: keeps roles on single artifacts and writes their changes down, in a transaction that holds the artifact and has decided that the actor may. */
export interface Grants {
  /** @throws NOT_FOUND for nobody, QUOTA_EXCEEDED */
  readonly put: (tables: Tables, change: GrantChange & { readonly role: GrantedRole }) => Promise<ArtifactGrant>;
  /** @throws NOT_FOUND where there is none */
  readonly remove: (tables: Tables, change: GrantChange) => Promise<void>;
  readonly removeAll: (tables: Tables, artifactId: string) => Promise<number>;
  readonly list: (tables: Tables, artifactId: string) => Promise<readonly ArtifactGrant[]>;
}
