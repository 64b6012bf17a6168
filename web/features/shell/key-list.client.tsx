'use client';

import { useEffect, useRef } from 'react';

const keys: readonly (readonly [keys: string, meaning: string])[] = [
  ['/', 'search'],
  ['mod+k', 'every page and action'],
  ['g h', 'home'],
  ['g f', 'find'],
  ['g o', 'overview of an artifact'],
  ['g v', 'its versions'],
  ['g s', 'its security'],
  ['[', 'older version'],
  [']', 'newer version'],
  ['y', 'copy the install command'],
  ['j', 'next in a list'],
  ['k', 'previous in a list'],
  ['Enter', 'open it'],
  ['?', 'this list'],
];

/** The keys and what they do. */
export default function KeyList({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="key-list" className="palette">
      <form method="dialog" className="grid gap-3 p-4">
        <h2 id="key-list">Keys</h2>
        <dl className="entries">
          {keys.map(([key, meaning]) => (
            <div key={key} className="contents">
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <p className="small quiet">mod is Ctrl, or ⌘ on a Mac. Single keys can be switched off at the foot of every page.</p>
        <button className="button-quiet justify-self-start">Close</button>
      </form>
    </dialog>
  );
}
