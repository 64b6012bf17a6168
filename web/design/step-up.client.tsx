'use client';

import { useEffect, useId, useRef, useState } from 'react';
import { ConfirmForm } from '#web/design/confirm-form.client.tsx';
import { FormFailure } from '#web/design/form-failure.tsx';
import type { Failure } from '#web/server/answer.ts';
import { type WaysToConfirm, waysToConfirm } from '#web/server/step-up.ts';

/** Stands over the page when an act needs the second factor once more. Escape and the button close it, and the act does not happen. */
export default function StepUp({ onConfirmed, onClose }: { onConfirmed: () => void; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [asked, setAsked] = useState<{ readonly ways: WaysToConfirm | null; readonly failure: Failure | null } | null>(null);
  useEffect(() => {
    dialog.current?.showModal();
    let isGone = false;
    void waysToConfirm().then((answer) => isGone || setAsked(answer));
    return () => void (isGone = true);
  }, []);

  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby={title} className="dialog">
      <div className="grid gap-4">
        <h2 id={title}>Confirm it is you</h2>
        <p>This act needs your second factor. For the next 15 minutes you are not asked again.</p>
        <div role="status">{!asked && <p className="quiet late">Asking what you can confirm with…</p>}</div>
        <FormFailure failure={asked?.failure ?? null} />
        {asked?.ways && <ConfirmForm ways={asked.ways} onConfirmed={onConfirmed} />}
        <button type="button" className="button-quiet justify-self-start" onClick={() => dialog.current?.close()}>
          Cancel
        </button>
      </div>
    </dialog>
  );
}
