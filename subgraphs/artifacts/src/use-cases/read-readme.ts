import type { Tables } from '../ports.ts';
import { renderReadme } from '../readme/render-readme.ts';
import { versions, type ReadmeRow } from '../repository/versions.ts';

export interface Readme {
  /** Safe to embed. */
  readonly html: string;
  readonly markdown: string;
}

/** The READMEs of versions that the caller was shown; one without is absent. Rendered once and kept: indexing does it, and whoever comes first otherwise. */
export const readReadmes =
  ({ tables }: { readonly tables: Tables }) =>
  async (versionIds: readonly string[]): Promise<ReadonlyMap<string, Readme>> => {
    const rows = await versions(tables).readmesOf(versionIds);
    const readmes = await Promise.all(rows.map(async (row) => [row.id, await rendered(tables, row)] as const));
    return new Map(readmes.flatMap(([id, readme]) => (readme ? [[id, readme]] : [])));
  };

/** A README with its HTML, which is kept for the next one who asks. */
export async function rendered(tables: Tables, { id, readme, readmeHtml }: ReadmeRow): Promise<Readme | null> {
  if (readme === null) return null;
  if (readmeHtml !== null) return { markdown: readme, html: readmeHtml };
  const html = renderReadme(readme);
  await versions(tables).keepReadmeHtml(id, readme, html);
  return { markdown: readme, html };
}
