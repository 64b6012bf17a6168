import type { FactsFor, Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import type { EventStream } from '@gati/event-stream';
import type { SearchIndex } from '@gati/search-index';
import type { Audit, EntitlementsOf, Grants, NamespaceByHandle, Tables, Transact } from './ports.ts';
import type { CarrySigners } from './use-cases/transfer-artifact.ts';
import type { WriteSide } from './write-side.ts';

/** `namespaces`: what private things a search may find: ids of the namespaces whose private artifacts the caller may read, and of artifacts that it may read alone. */
export type ReadableScopes = (principal: Principal) => Promise<{ readonly namespaceIds: readonly string[]; readonly artifactIds: readonly string[] }>;
/** `namespaces`: whether the caller's session or key still counts. */
export type IsStillValid = (principal: Principal) => Promise<boolean>;

export type SignatureStatus = 'VALID' | 'UNSIGNED' | 'UNTRUSTED' | 'INVALID' | 'REVOKED';
/** `security`: the verdict on each version's signature, with the bundle that a client verifies by itself. */
export type VerdictsOf = (versionIds: readonly string[]) => Promise<ReadonlyMap<string, { readonly status: SignatureStatus; readonly bundle: unknown }>>;
/** `security`: the score of each version's newest finished scan; one without a scan is absent. */
export type ScoresOf = (versionIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
/** `namespaces`: those of these namespaces whose publisher has proved something about itself that still holds. */
export type VerifiedNamespaceIds = (namespaceIds: readonly string[]) => Promise<ReadonlySet<string>>;
/** `billing`: how each artifact is sold. */
export type PricingModelsOf = (artifactIds: readonly string[]) => Promise<ReadonlyMap<string, 'FREE' | 'ONE_TIME' | 'SUBSCRIPTION' | 'USAGE'>>;

/** `namespaces`: asks for the second factor once more before what cannot be taken back. @throws STEP_UP_REQUIRED */
export type AssertConfirmed = (principal: Principal) => Promise<void>;

export interface ReadSideDependencies {
  /** Outside of transactions. */
  readonly tables: Tables;
  readonly transaction: Transact;
  readonly clock: Clock;
  readonly factsFor: FactsFor;
  readonly namespaceByHandle: NamespaceByHandle;
  readonly readableScopes: ReadableScopes;
  readonly isStillValid: IsStillValid;
  readonly audit: Audit;
  readonly entitlementsOf: EntitlementsOf;
  readonly pricingModelsOf: PricingModelsOf;
  readonly verdictsOf: VerdictsOf;
  readonly scoresOf: ScoresOf;
  readonly verifiedNamespaceIds: VerifiedNamespaceIds;
  readonly carrySigners: CarrySigners;
  readonly grants: Grants;
  readonly assertConfirmed: AssertConfirmed;
  readonly searchIndex: SearchIndex;
  readonly events: Pick<EventStream, 'publish' | 'follow'>;
  /** A link to one blob of a version; the write side makes and redeems them. */
  readonly issueDownloadTicket: WriteSide['issueDownloadTicket'];
  /** How often the right to follow a stream is asked for again; 4 s unless told, below the contract's 5 s. */
  readonly recheckEveryMs?: number;
}
