import type { Clock } from '@gati/clock';
import { splitName, type ArtifactName } from '@gati/identifiers';
import type { SearchDocument } from '@gati/search-index';
import type { Tables } from './ports.ts';
import type { PricingModelsOf, ScoresOf, VerifiedNamespaceIds } from './read-ports.ts';
import { textOfReadme } from './readme/render-readme.ts';
import { searchDocuments, type SearchableRow, type SpeakingVersionRow } from './repository/search-documents.ts';
import { highestFirst } from './rules/selecting.ts';
import { rendered } from './use-cases/read-readme.ts';

/** Characters of a README that search reads. */
const readmeLengthMax = 64 * 1024;

export interface DocumentDependencies {
  readonly tables: Tables;
  readonly clock: Clock;
  readonly scoresOf: ScoresOf;
  readonly verifiedNamespaceIds: VerifiedNamespaceIds;
  readonly pricingModelsOf: PricingModelsOf;
}

/** What search must know of an artifact: its document, or that it has none. */
export type SearchState = { readonly artifactId: string; readonly revision: bigint; readonly document: SearchDocument | null };

/** The version that speaks for an artifact: what `latest` means, else its highest published one; without a published version it cannot be found. */
const speakerOf = ({ latestVersionId, published }: SearchableRow): string | null =>
  published.find(({ id }) => id === latestVersionId)?.id ?? highestFirst(published)[0]?.id ?? null;

/** The search states of artifacts as the tables say now, each with the revision that was read with it; what is gone is absent. The same code for one and for all. */
export async function searchStatesOf(
  { tables, clock, scoresOf, pricingModelsOf, verifiedNamespaceIds }: DocumentDependencies,
  artifactIds: readonly string[],
): Promise<readonly SearchState[]> {
  const rows = await searchDocuments(tables).standing(artifactIds, clock().toISOString().slice(0, 10));
  const speakers = rows.flatMap((row) => speakerOf(row) ?? []);
  if (speakers.length === 0) return rows.map(({ artifactId, revision }) => ({ artifactId, revision, document: null }));
  const [versions, scores, pricing, verified] = await Promise.all([
    searchDocuments(tables).speaking(speakers),
    scoresOf(speakers),
    pricingModelsOf(artifactIds),
    verifiedNamespaceIds([...new Set(rows.map(({ namespaceId }) => namespaceId))]),
  ]);
  return Promise.all(
    rows.map(async (row) => {
      const speaker = versions.find(({ id }) => id === speakerOf(row));
      const { artifactId, revision } = row;
      return {
        artifactId,
        revision,
        document: speaker
          ? await documentOf(tables, row, speaker, {
              score: scores.get(speaker.id) ?? null,
              pricing: pricing.get(artifactId) ?? 'FREE',
              isVerified: verified.has(row.namespaceId),
            })
          : null,
      };
    }),
  );
}

async function documentOf(
  tables: Tables,
  row: SearchableRow,
  speaker: SpeakingVersionRow,
  { score, pricing, isVerified }: { readonly score: number | null; readonly pricing: string; readonly isVerified: boolean },
): Promise<SearchDocument> {
  const readme = await rendered(tables, speaker);
  return {
    artifactId: row.artifactId,
    revision: row.revision,
    namespaceId: row.namespaceId,
    visibility: row.visibility,
    name: row.name,
    handle: splitName(row.name as ArtifactName).handle,
    type: (row.type ?? 'module').toUpperCase(),
    description: row.description ?? speaker.description ?? '',
    keywords: speaker.keywords,
    readme: readme ? textOfReadme(readme.html, readmeLengthMax) : '',
    license: speaker.license,
    languages: speaker.languages.map((language) => language.toLowerCase()),
    // What is searched for is the kind of capability, `net`; its detail, `net:api.example.com`, is the manifest's.
    capabilities: [...new Set(speaker.capabilities.map((capability) => capability.split(':', 1)[0]!))],
    tags: row.labels,
    isVerified,
    pricing,
    gatiRange: speaker.gatiRange,
    score,
    downloadsTotal: Number(row.downloadCount),
    downloadsLastWeek: Number(row.downloadsLastWeek),
    stars: row.starCount,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
