'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useCombobox } from '#web/design/combobox.client.ts';
import type { SuggestionLine } from '#web/features/find/suggestion.ts';

/** Pause after the last letter before the registry is asked. */
const suggestAfterMs = 120;
const searchAfterMs = 350;

/** The input of the search form: suggests while one types, and on the search page itself searches while one types, replacing the address instead of adding to the history. */
export function SuggestingField({
  text,
  isLarge,
  isLive,
  placeholder,
  maxLength,
}: {
  text: string;
  isLarge: boolean;
  isLive: boolean;
  placeholder: string;
  maxLength: number;
}) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [suggestions, setSuggestions] = useState<readonly SuggestionLine[]>([]);
  const pending = useRef<AbortController | null>(null);
  const timers = useRef<number[]>([]);
  const combobox = useCombobox({ count: suggestions.length, onChoose: (index) => router.push(suggestions[index]?.path ?? '/search') });

  useEffect(() => () => forget(pending.current, timers.current), []);
  // The address changed by other means (a facet, going back): the field follows unless someone is typing in it.
  useEffect(() => {
    if (input.current && document.activeElement !== input.current) input.current.value = text;
  }, [text]);

  const suggest = async (prefix: string): Promise<void> => {
    pending.current = new AbortController();
    const response = await fetch(`/api/suggest?prefix=${encodeURIComponent(prefix)}`, { signal: pending.current.signal }).catch(() => null);
    if (response?.ok) setSuggestions((await response.json()) as SuggestionLine[]);
  };

  const searchNow = (form: HTMLFormElement): void => {
    const parameters = new URLSearchParams([...new FormData(form)].filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== ''));
    router.replace(`/search?${parameters.toString()}`, { scroll: false });
  };

  const onChange = ({ target }: React.ChangeEvent<HTMLInputElement>): void => {
    forget(pending.current, timers.current);
    const prefix = target.value.trim();
    const { form } = target;
    timers.current = isLive && form ? [window.setTimeout(() => searchNow(form), searchAfterMs)] : [];
    if (prefix === '') return setSuggestions([]);
    timers.current.push(window.setTimeout(() => void suggest(prefix), suggestAfterMs));
    combobox.open();
  };

  return (
    <div className="relative flex-1">
      <input
        ref={input}
        type="search"
        name="q"
        defaultValue={text}
        maxLength={maxLength}
        placeholder={placeholder}
        aria-label="Search artifacts"
        aria-keyshortcuts="/"
        data-keys="/"
        className={isLarge ? 'input input-large' : 'input'}
        onChange={onChange}
        onBlur={combobox.close}
        {...combobox.field}
      />
      <kbd aria-hidden="true">/</kbd>
      {combobox.isShown && (
        <ul {...combobox.list} aria-label="Suggestions" className="options">
          {suggestions.map(({ text: suggestion, kind, path }, index) => (
            <li key={path} className="option" {...combobox.option(index)}>
              <span className={kind === 'search' ? undefined : 'mono'}>{suggestion}</span>
              <span className="small quiet">{kind}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function forget(pending: AbortController | null, timers: readonly number[]): void {
  pending?.abort();
  timers.forEach((timer) => window.clearTimeout(timer));
}
