import type { FactsFor, Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import type { EventStream } from '@gati/event-stream';
import type { SearchIndex } from '@gati/search-index';
import type { Audit, EntitlementsOf, NamespaceByHandle, Tables, Transact } from './ports.ts';
import type { CarrySigners } from './use-cases/transfer-artifact.ts';
import type { WriteSide } from './write-side.ts';

/** `namespaces`: ids of the namespaces whose private artifacts the caller may read: what private things a search may find. */
export type ReadableNamespaceIds = (principal: Principal) => Promise<readonly string[]>;
/** `namespaces`: whether the caller's session or key still counts. */
export type IsStillValid = (principal: Principal) => Promise<boolean>;

export type SignatureStatus = 'VALID' | 'UNSIGNED' | 'UNTRUSTED' | 'INVALID' | 'REVOKED';
/** `security`: the verdict on each version's signature, with the bundle that a client verifies by itself. */
export type VerdictsOf = (versionIds: readonly string[]) => Promise<ReadonlyMap<string, { readonly status: SignatureStatus; readonly bundle: unknown }>>;
/** `security`: the score of each version's newest finished scan; one without a scan is absent. */
export type ScoresOf = (versionIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
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
  readonly readableNamespaceIds: ReadableNamespaceIds;
  readonly isStillValid: IsStillValid;
  readonly audit: Audit;
  readonly entitlementsOf: EntitlementsOf;
  readonly pricingModelsOf: PricingModelsOf;
  readonly verdictsOf: VerdictsOf;
  readonly scoresOf: ScoresOf;
  readonly carrySigners: CarrySigners;
  readonly assertConfirmed: AssertConfirmed;
  readonly searchIndex: SearchIndex;
  readonly events: Pick<EventStream, 'publish' | 'follow'>;
  /** A link to one blob of a version; the write side makes and redeems them. */
  readonly issueDownloadTicket: WriteSide['issueDownloadTicket'];
  /** How often the right to follow a stream is asked for again; 4 s unless told, below the contract's 5 s. */
  readonly recheckEveryMs?: number;
}
