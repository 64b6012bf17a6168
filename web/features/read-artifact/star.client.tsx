'use client';

import { usePathname } from 'next/navigation';
import { useActionState } from 'react';
import { setStar, type StarState } from '#web/features/read-artifact/actions.ts';

/** Star and number of stars. It answers at once, because the registry can hardly refuse; when it does, the star goes back and says why. Signed out it leads to signing in; without a script the form does the same, a page later. */
export function Star({ name, stars, isStarred, isSignedIn }: { name: string; stars: number; isStarred: boolean; isSignedIn: boolean }) {
  const here = usePathname();
  const [state, act, isPending] = useActionState<StarState, FormData>(setStar, { stars, isStarred, refusal: null });
  // What useOptimistic would show; it needs an action of the browser's, and the form has to work without one.
  const shown = isPending ? { stars: state.stars + (state.isStarred ? -1 : 1), isStarred: !state.isStarred, refusal: null } : state;
  if (!isSignedIn) {
    return (
      <a href={`/login?return_to=${encodeURIComponent(here)}`} className="button-quiet" aria-label={`Star ${name}: sign in first. ${stars} stars`}>
        <StarShape isFilled={false} /> Star <span className="font-normal">{stars}</span>
      </a>
    );
  }
  return (
    <form action={act} className="flex items-center gap-3">
      <input type="hidden" name="artifact" value={name} />
      <input type="hidden" name="star" value={shown.isStarred ? 'off' : 'on'} />
      <span role="status" className="small field-error">
        {shown.refusal}
      </span>
      <button className="button-quiet" aria-pressed={shown.isStarred} aria-label={`Star ${name}. ${shown.stars} stars`}>
        <StarShape isFilled={shown.isStarred} /> Star <span className="font-normal">{shown.stars}</span>
      </button>
    </form>
  );
}

function StarShape({ isFilled }: { isFilled: boolean }) {
  return (
    <svg viewBox="0 0 14 14" width="14" height="14" fill={isFilled ? 'currentColor' : 'none'} stroke="currentColor" aria-hidden="true">
      <path d="M7 1.2l1.8 3.7 4 .6-2.9 2.8.7 4L7 10.4l-3.6 1.9.7-4L1.2 5.5l4-.6z" />
    </svg>
  );
}
