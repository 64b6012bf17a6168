/** A piece of text, marked where the words of a search were found. */
export interface Fragment {
  readonly text: string;
  readonly isMarked: boolean;
}

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };

/** Reads a highlight of the search, HTML in which only `<mark>` occurs, as plain fragments: whatever else it might hold is shown as text and never becomes markup. */
export function fragmentsOf(html: string): readonly Fragment[] {
  return html
    .split(/<mark>([\s\S]*?)<\/mark>/)
    .map((part, index) => ({ text: part.replace(/&(?:lt|gt|quot|amp|#39);/g, (entity) => entities[entity] ?? entity), isMarked: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

interface Counted {
  readonly downloads: { readonly total: number; readonly lastWeek: number };
}

/** Artifacts that were installed in the last week, most often first as the search lists them. What nobody installed is not popular, so it is left out. */
export const mostInstalled = <Artifact extends Counted>(sorted: readonly Artifact[], atMost: number): readonly Artifact[] =>
  sorted.filter(({ downloads }) => downloads.lastWeek > 0).slice(0, atMost);

/** Added to every total before shares are compared, so that a handful of installs of something new does not count as growth. */
const damping = 200;

/** Artifacts whose installs grow: the largest share of all their installs fell in the last week. Those nobody installed last week do not rise. */
export function rising<Artifact extends Counted>(artifacts: readonly Artifact[], atMost: number): readonly Artifact[] {
  const share = ({ downloads: { total, lastWeek } }: Artifact): number => lastWeek / (Math.max(total, lastWeek) + damping);
  return artifacts
    .filter(({ downloads }) => downloads.lastWeek > 0)
    .toSorted((one, other) => share(other) - share(one) || other.downloads.lastWeek - one.downloads.lastWeek)
    .slice(0, atMost);
}
