'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { ownDestination } from '#web/features/shell/rules.ts';

/** Makes plain links navigate within the app. One listener for the whole document: links stay what they are in the HTML, work before and without this script, and cost nothing each. */
export function Navigation() {
  const router = useRouter();
  useEffect(() => {
    const listen = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
      if (!link) return;
      const isSpecial = link.target !== '' || link.hasAttribute('download') || link.dataset['reload'] !== undefined;
      const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && !event.defaultPrevented;
      const destination = ownDestination({ href: link.href, isSpecial, isPlain }, window.location.href);
      if (destination === null) return;
      event.preventDefault();
      router.push(destination);
    };
    document.addEventListener('click', listen);
    return () => document.removeEventListener('click', listen);
  }, [router]);
  return null;
}
