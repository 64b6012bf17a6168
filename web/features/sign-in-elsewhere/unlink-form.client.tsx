'use client';

import { useActionState } from 'react';
import { FormFailure } from '#web/design/form-failure.tsx';
import { unlink } from '#web/features/sign-in-elsewhere/actions.ts';

/** Takes one linked account away; it can be linked again. */
export function UnlinkForm({ id, title }: { id: string; title: string }) {
  const [failure, act, isPending] = useActionState(unlink, null);
  return (
    <form action={act} className="grid gap-2" aria-busy={isPending}>
      <FormFailure failure={failure} />
      <input type="hidden" name="id" value={id} />
      <button className="button-quiet justify-self-start" aria-label={`Unlink ${title}`} disabled={isPending}>
        Unlink
      </button>
    </form>
  );
}
