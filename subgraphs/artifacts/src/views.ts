import type { ArtifactName, Digest } from '@gati/identifiers';
import type { Deprecation } from './repository/deprecations.ts';
import type { ArtifactRow } from './repository/artifacts.ts';
import type { ReadableVersionRow } from './repository/versions.ts';
import type { VersionStatus } from './rules/rights.ts';

/** An artifact that the caller may see, as doors show it. */
export interface ArtifactView {
  readonly id: string;
  readonly namespaceId: string;
  readonly name: ArtifactName;
  readonly type: NonNullable<ArtifactRow['type']>;
  readonly description: string | null;
  readonly license: string | null;
  readonly keywords: readonly string[];
  readonly visibility: 'public' | 'private';
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly stars: number;
  readonly hasAskersStar: boolean;
  readonly downloads: { readonly total: number; readonly lastWeek: number };
  readonly latestVersionId: string | null;
  /** Whether the caller sees what is staged, rejected and pending. */
  readonly seesAll: boolean;
}

/** A version that the caller may see. */
export interface VersionView {
  readonly id: string;
  readonly artifactId: string;
  readonly artifactName: ArtifactName;
  readonly namespaceId: string;
  readonly visibility: 'public' | 'private';
  readonly version: string;
  readonly status: VersionStatus;
  readonly statusReason: string | null;
  readonly publishedAt: Date | null;
  readonly digest: Digest;
  readonly sizeBytes: bigint;
  readonly manifestId: string | null;
  readonly artifactType: string;
  readonly deprecation: Deprecation | null;
}

/** What GraphQL's Int can hold; download totals stop there. */
const countMax = 2_147_483_647;
const bounded = (count: bigint): number => Number(count > BigInt(countMax) ? BigInt(countMax) : count);

/** What stock clients push before there is a version is a module: nothing else comes without one. */
export const artifactView = (row: ArtifactRow, seesAll: boolean): ArtifactView => ({
  id: row.id,
  namespaceId: row.namespaceId,
  name: row.name,
  type: row.type ?? 'module',
  description: row.description,
  license: row.license,
  keywords: row.keywords,
  visibility: row.visibility,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  stars: row.starCount,
  hasAskersStar: row.hasAskersStar,
  downloads: { total: bounded(row.downloadCount), lastWeek: bounded(row.downloadsLastWeek) },
  latestVersionId: row.latestVersionId,
  seesAll,
});

export const versionView = ({
  isAdmitted: _,
  createdAt: __,
  artifactType,
  deprecationMessage,
  deprecationSuccessorId,
  deprecatedAt,
  ...row
}: ReadableVersionRow): VersionView => ({
  ...row,
  artifactType: artifactType ?? 'application/octet-stream',
  deprecation: deprecatedAt && { message: deprecationMessage ?? '', successorId: deprecationSuccessorId, deprecatedAt },
});

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Ids are opaque to clients, who may send anything for one. */
export const isId = (text: string): boolean => uuidPattern.test(text);
