'use client';

import { useEffect, useRef, useState } from 'react';

/** Copies a text and says so. Without JavaScript it stays hidden, because the text beside it can be selected.
 *  @param what  what is copied, for example `install command`; part of the accessible name
 *  @param shortcut  single key that presses this button on the page it stands on */
export function Copy({ text, what, shortcut }: { text: string; what: string; shortcut?: string }) {
  const [state, setState] = useState<'ready' | 'copied' | 'refused'>('ready');
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const copy = async (): Promise<void> => {
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setState(done ? 'copied' : 'refused');
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setState('ready'), 3000);
  };

  return (
    <>
      <button
        type="button"
        className="button-quiet needs-script"
        onClick={copy}
        aria-label={`Copy ${what}`}
        title={shortcut ? `Copy ${what} (${shortcut})` : undefined}
        {...shortcutProps(shortcut)}
      >
        {state === 'copied' ? 'Copied' : 'Copy'}
      </button>
      <span role="status" className="sr-only">
        {state === 'copied' && `Copied ${what}`}
        {state === 'refused' && 'The browser does not allow copying here; select the text instead'}
      </span>
    </>
  );
}

const shortcutProps = (shortcut: string | undefined) => (shortcut ? { 'data-keys': shortcut, 'aria-keyshortcuts': shortcut } : {});
