import type { ArtifactType, SuggestionKind } from '#web/gql/graphql.ts';
import { artifactPath, publisherPath } from '#web/design/paths.ts';
import { typeNames } from '#web/design/glyph.tsx';
import { emptySearch, searchPath } from '#web/features/find/search-state.ts';

/** A line under the search field and where it leads. */
export interface SuggestionLine {
  readonly text: string;
  /** What it names, in a word: the type of an artifact, `publisher` or `search`. */
  readonly kind: string;
  readonly path: string;
}

interface Suggested {
  readonly text: string;
  readonly kind: SuggestionKind;
  readonly artifact: { readonly name: string; readonly type: ArtifactType } | null;
}

/** A completion of the API as a line: artifacts and publishers lead to their pages, words to a search. */
export function suggestionLine({ text, kind, artifact }: Suggested): SuggestionLine {
  if (kind === 'ARTIFACT' && artifact) return { text: artifact.name, kind: typeNames[artifact.type], path: artifactPath(artifact.name) };
  if (kind === 'NAMESPACE') return { text: `@${text.replace(/^@/, '')}`, kind: 'publisher', path: publisherPath(text.replace(/^@/, '')) };
  return { text, kind: 'search', path: searchPath({ ...emptySearch, text }) };
}
