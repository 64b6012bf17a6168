import type { Principal } from '@gati/authority';
import type { ArtifactName } from '@gati/identifiers';
import type { Access } from '../access.ts';
import type { Tables } from '../ports.ts';
import { labels } from '../repository/labels.ts';

/** The most tags of one answer, whatever is asked for. */
export const tagsPageMax = 1000;

export interface TagPage {
  readonly tags: readonly string[];
  readonly hasMore: boolean;
}

/** Versions and labels that the caller may see, in the order of their bytes, from behind `after`. @throws NOT_FOUND alike for what is missing and what is hidden */
export const listTags =
  ({ access, tables }: { readonly access: Access; readonly tables: Tables }) =>
  async (principal: Principal, { name, after, limit }: { readonly name: ArtifactName; readonly after: string; readonly limit: number }): Promise<TagPage> => {
    const { artifact, seesAll } = await access.forReading(principal, name);
    const wanted = Math.min(limit, tagsPageMax);
    if (wanted === 0) return { tags: [], hasMore: false };
    const tags = await labels(tables).page(artifact.id, { after, limit: wanted + 1, seesAll });
    return { tags: tags.slice(0, wanted), hasMore: tags.length > wanted };
  };
