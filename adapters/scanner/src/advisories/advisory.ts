import bundled from '../../data/advisories.json' with { type: 'json' };

/** The part of an OSV 1.6 record that matching and scoring need (https://ossf.github.io/osv-schema/). */
export interface Advisory {
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly summary?: string;
  /** ISO 8601. */
  readonly published?: string;
  /** Set when the advisory was taken back; it then counts for nothing. */
  readonly withdrawn?: string;
  readonly severity?: readonly { readonly type: string; readonly score: string }[];
  readonly affected?: readonly AffectedPackage[];
  readonly references?: readonly { readonly type: string; readonly url: string }[];
  readonly database_specific?: { readonly severity?: string };
}

export interface AffectedPackage {
  readonly package: { readonly ecosystem: string; readonly name: string };
  /** Versions that are affected whatever the ranges say. */
  readonly versions?: readonly string[];
  readonly ranges?: readonly AffectedRange[];
}

export interface AffectedRange {
  /** SEMVER, ECOSYSTEM or GIT. */
  readonly type: string;
  readonly events: readonly RangeEvent[];
}
/** One of these in each event; `introduced: "0"` is before every version. */
export interface RangeEvent {
  readonly introduced?: string;
  readonly fixed?: string;
  readonly last_affected?: string;
}

/** Advisories of one date. */
export interface AdvisorySet {
  readonly advisories: readonly Advisory[];
  readonly updatedAt: Date;
}

/** The advisories that come with the product: real ones for widely used npm packages; `data/README.md` says where from and how old. */
export const bundledAdvisories = (): AdvisorySet => ({ advisories: bundled.advisories, updatedAt: new Date(bundled.retrievedAt) });
