'use client';

import { useEffect, useRef, useState } from 'react';
import { useCombobox } from '#web/design/combobox.client.ts';

/** Every page and action within reach, by name. It is made of what the page at hand offers: links and buttons that name themselves in `data-palette`. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState('');
  const [commands] = useState(commandsOnPage);
  const found = commands.filter(({ name }) =>
    query
      .toLowerCase()
      .split(/\s+/)
      .every((word) => name.toLowerCase().includes(word)),
  );
  const combobox = useCombobox({
    count: found.length,
    isInitiallyOpen: true,
    onChoose: (index) => {
      dialog.current?.close();
      found[index]?.element.click();
    },
  });
  useEffect(() => dialog.current?.showModal(), []);

  return (
    <dialog ref={dialog} onClose={onClose} aria-label="Go to a page or an action" className="palette">
      <input
        className="input input-large"
        aria-label="Page or action"
        placeholder="Page or action"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          combobox.open();
        }}
        {...combobox.field}
      />
      {combobox.isShown ? (
        <ul {...combobox.list} aria-label="Pages and actions">
          {found.map(({ name, keys }, index) => (
            <li key={name} className="option" {...combobox.option(index)}>
              {name}
              {keys && <kbd>{keys}</kbd>}
            </li>
          ))}
        </ul>
      ) : (
        <p className="p-3">Nothing on this page is called that.</p>
      )}
    </dialog>
  );
}

function commandsOnPage() {
  const elements = [...document.querySelectorAll<HTMLElement>('[data-palette]')];
  return elements.map((element) => ({ name: element.dataset['palette'] ?? '', keys: element.dataset['keys'], element }));
}
