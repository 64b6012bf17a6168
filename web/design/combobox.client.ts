'use client';

import { useId, useState } from 'react';

/** Behaviour of a field with a list of options under it, as the ARIA pattern for an editable combobox has it: arrows move, Enter chooses, Escape closes, the field keeps the focus. Arrows are taken only while the list is open.
 *  @param count  number of options at present */
export function useCombobox({ count, onChoose, isInitiallyOpen = false }: { count: number; onChoose: (index: number) => void; isInitiallyOpen?: boolean }) {
  const listId = useId();
  const [isOpen, setOpen] = useState(isInitiallyOpen);
  const [active, setActive] = useState(-1);
  const isShown = isOpen && count > 0;
  const present = active < count ? active : -1;

  const choose = (index: number): void => {
    setOpen(false);
    onChoose(index);
  };

  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && isShown) {
      event.preventDefault();
      setOpen(false);
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && count > 0) {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive(present < 0 && step < 0 ? count - 1 : (present + step + count) % count);
    } else if (event.key === 'Enter' && isShown && present >= 0) {
      event.preventDefault();
      choose(present);
    }
  };

  return {
    isShown,
    open: (): void => {
      setOpen(true);
      setActive(-1);
    },
    close: (): void => setOpen(false),
    field: {
      role: 'combobox',
      'aria-expanded': isShown,
      'aria-controls': isShown ? listId : undefined,
      'aria-autocomplete': 'list',
      'aria-activedescendant': isShown && present >= 0 ? `${listId}-${present}` : undefined,
      autoComplete: 'off',
      onKeyDown,
    } as const,
    list: { id: listId, role: 'listbox' } as const,
    option: (index: number) =>
      ({
        id: `${listId}-${index}`,
        role: 'option',
        'aria-selected': index === present,
        // Pressing must not take the focus from the field, or the list would close before the choice.
        onPointerDown: (event: React.PointerEvent) => event.preventDefault(),
        onClick: () => choose(index),
      }) as const,
  };
}
