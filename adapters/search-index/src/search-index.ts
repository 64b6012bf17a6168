import type { SqlRunner } from '@gati/database';

/** What search knows of an artifact: its latest version and its standing. */
export interface SearchDocument {
  readonly artifactId: string;
  /** Rises with every change; an index ignores an older one than it has, tombstones included. */
  readonly revision: bigint;
  readonly namespaceId: string;
  readonly visibility: 'public' | 'private';
  /** Full name, @handle/name. */
  readonly name: string;
  readonly handle: string;
  readonly type: string;
  readonly description: string;
  readonly keywords: readonly string[];
  /** Plain text of the README, cut at 64 kB. */
  readonly readme: string;
  readonly license: string | null;
  readonly languages: readonly string[];
  readonly capabilities: readonly string[];
  readonly tags: readonly string[];
  readonly isVerified: boolean;
  readonly pricing: string;
  /** Range of Gati versions; null for any. */
  readonly gatiRange: string | null;
  readonly score: number | null;
  readonly downloadsTotal: number;
  readonly downloadsLastWeek: number;
  readonly stars: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What the asker may find: everything public, what is private in these namespaces, and these artifacts. */
export interface SearchScopes {
  readonly namespaceIds: readonly string[];
  readonly artifactIds: readonly string[];
}

export type SearchSort = 'RELEVANCE' | 'DOWNLOADS' | 'STARS' | 'UPDATED' | 'CREATED';

/** Filters of different fields are joined by and, values within one by or; an absent or empty one filters nothing. */
export interface SearchQuery {
  readonly text: string;
  readonly types?: readonly string[];
  readonly languages?: readonly string[];
  readonly capabilities?: readonly string[];
  readonly tags?: readonly string[];
  readonly licenses?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly verifiedOnly?: boolean;
  readonly pricing?: readonly string[];
  readonly gati?: string;
  readonly minScore?: number;
  readonly sort: SearchSort;
  readonly first: number;
  /** Opaque, from an earlier page of the same query. @throws VALIDATION_FAILED when forged or of another query */
  readonly after?: string;
}

export interface SearchHit {
  readonly artifactId: string;
  readonly cursor: string;
  /** Fragments in which only <mark> elements are markup; everything else is escaped. */
  readonly highlights: readonly { readonly field: 'name' | 'description' | 'keywords' | 'readme'; readonly html: string }[];
}

export interface SearchResult {
  readonly hits: readonly SearchHit[];
  readonly hasNextPage: boolean;
  readonly totalCount: number;
  readonly totalCountIsExact: boolean;
  readonly didYouMean: string | null;
  /** Field is the SearchQuery field it filters by; each count respects the filters of all other fields. */
  readonly facets: readonly { readonly field: string; readonly buckets: readonly { readonly value: string; readonly count: number }[] }[];
}

export interface SuggestedText {
  readonly text: string;
  readonly kind: 'ARTIFACT' | 'NAMESPACE' | 'KEYWORD';
  /** Set for ARTIFACT. */
  readonly artifactId: string | null;
}

/** An artifact that is no more, or must not be found. */
export interface Tombstone {
  readonly artifactId: string;
  readonly revision: bigint;
}

export interface SearchIndex {
  /** Afterwards a search finds exactly these states; older revisions are ignored. */
  readonly upsert: (documents: readonly SearchDocument[]) => Promise<void>;
  readonly remove: (tombstones: readonly Tombstone[]) => Promise<void>;
  /** Takes an artifact out of every search the moment the caller's transaction commits, until a state of this revision or a newer one arrives: for changes that narrow who may see it. */
  readonly hide: (tx: SqlRunner, tombstone: Tombstone) => Promise<void>;
  /** Every hit satisfies every filter and may be seen in these scopes; counts and facets are over the same set. */
  readonly search: (query: SearchQuery, scopes: SearchScopes) => Promise<SearchResult>;
  readonly suggest: (prefix: string, limit: number, scopes: SearchScopes) => Promise<readonly SuggestedText[]>;
  /** Replaces everything by these documents, with no moment in which less is found. @returns how many */
  readonly rebuild: (documents: AsyncIterable<SearchDocument>) => Promise<number>;
  readonly check: () => Promise<void>;
}
