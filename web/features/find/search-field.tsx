import { SuggestingField } from '#web/features/find/suggesting-field.client.tsx';
import { emptySearch, longestText, searchParameters, type SearchState } from '#web/features/find/search-state.ts';

/** The search field: a form that needs no script, with suggestions where there is one.
 *  @param state  present search, on its own page: the other choices are kept, and typing searches at once
 *  @param isLarge  the field is what the page is about */
export function SearchField({
  state = null,
  isLarge = false,
  placeholder = 'Search artifacts',
}: {
  state?: SearchState | null;
  isLarge?: boolean;
  placeholder?: string;
}) {
  const kept = searchParameters({ ...(state ?? emptySearch), text: '', after: null });
  return (
    <form action="/search" method="get" className="search-field">
      <SuggestingField
        key={state ? 'search' : 'any'}
        text={state?.text ?? ''}
        isLarge={isLarge}
        placeholder={placeholder}
        maxLength={longestText}
        isLive={state !== null}
      />
      {kept.map(([name, value]) => (
        <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
      ))}
      {isLarge && <button className="button button-large">Search</button>}
    </form>
  );
}
