'use client';

import { useActionState } from 'react';
import { Field } from '#web/design/field.tsx';
import { faultOf, FormFailure } from '#web/design/form-failure.tsx';
import { approveDevice } from '#web/features/sign-in/actions.ts';

/** The code a program shows in a terminal, compared and approved by the reader. */
export function ApprovalForm({ code, handle }: { code: string; handle: string }) {
  const [{ failure, typed, approved }, act, isPending] = useActionState(approveDevice, { failure: null, typed: code, approved: null });
  if (approved !== null) {
    return (
      <div role="status" className="strip strip-ok">
        <div className="grid gap-1">
          <p>
            <strong>{approved}</strong> may now sign in as @{handle}.
          </p>
          <p>Go back to the terminal; this page can be closed.</p>
        </div>
      </div>
    );
  }
  return (
    <form action={act} className="grid gap-4" aria-busy={isPending}>
      <FormFailure failure={failure} />
      <Field
        label="Code"
        name="userCode"
        hint="Exactly as the terminal shows it. If you did not start a sign-in, close this page."
        required
        maxLength={20}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        defaultValue={typed}
        error={faultOf(failure, 'userCode')}
      />
      <button className="button button-large justify-self-start" disabled={isPending}>
        Approve as @{handle}
      </button>
    </form>
  );
}
