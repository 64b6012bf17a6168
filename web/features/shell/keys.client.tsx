'use client';

import { lazy, Suspense, useEffect, useState } from 'react';
import { isPrefix, sequenceMs, shortcutOf, stepIn } from '#web/features/shell/rules.ts';

const Palette = lazy(async () => import('#web/features/shell/palette.client.tsx'));
const KeyList = lazy(async () => import('#web/features/shell/key-list.client.tsx'));

/** Listens for keys. What a key does is written where it is done: elements name theirs in `data-keys` and are pressed, items of lists carry `data-item`. Marks the document as ready once it listens. */
export function Keys({ areSingleKeysOn }: { areSingleKeysOn: boolean }) {
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);

  useEffect(() => {
    let before: string | null = null;
    let timer: number | undefined;

    const listen = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      const isTyping = target?.closest('input, textarea, select, [contenteditable], dialog') != null;
      const shortcut = shortcutOf({ ...pressOf(event), isTyping }, before, areSingleKeysOn);
      window.clearTimeout(timer);
      before = null;
      if (shortcut === null) return;
      if (isPrefix(shortcut)) {
        before = shortcut;
        timer = window.setTimeout(() => (before = null), sequenceMs);
        return;
      }
      if (act(shortcut)) event.preventDefault();
    };

    const act = (shortcut: string): boolean => {
      if (shortcut === 'mod+k') return (setOpen('palette'), true);
      if (shortcut === '?') return (setOpen('keys'), true);
      if (shortcut === 'j' || shortcut === 'k') return stepThroughList(shortcut === 'j' ? 1 : -1);
      return pressElement(shortcut);
    };

    document.addEventListener('keydown', listen);
    document.documentElement.dataset['ready'] = '';
    return () => {
      document.removeEventListener('keydown', listen);
      window.clearTimeout(timer);
    };
  }, [areSingleKeysOn]);

  if (open === null) return null;
  const close = (): void => setOpen(null);
  return <Suspense>{open === 'palette' ? <Palette onClose={close} /> : <KeyList onClose={close} />}</Suspense>;
}

const pressOf = ({ key, ctrlKey, metaKey, altKey, isComposing, defaultPrevented }: KeyboardEvent) => ({
  key,
  ctrlKey,
  metaKey,
  altKey,
  isComposing,
  defaultPrevented,
});

function stepThroughList(step: 1 | -1): boolean {
  const items = [...document.querySelectorAll<HTMLElement>('[data-item]')];
  const next = items[stepIn(items.length, items.indexOf(document.activeElement as HTMLElement), step)];
  next?.focus();
  return next !== undefined;
}

function pressElement(shortcut: string): boolean {
  const element = [...document.querySelectorAll<HTMLElement>('[data-keys]')].find(
    (candidate) => candidate.dataset['keys'] === shortcut && candidate.checkVisibility(),
  );
  if (!element) return false;
  if (element instanceof HTMLInputElement) {
    element.focus();
    element.select();
  } else element.click();
  return true;
}
