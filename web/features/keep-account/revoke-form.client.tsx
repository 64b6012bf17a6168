'use client';

import { useActionState, useId } from 'react';
import { FormFailure } from '#web/design/form-failure.tsx';
import { revokeKey } from '#web/features/keep-account/actions.ts';

/** Revokes one key after its name was typed, because there is no way back. */
export function RevokeForm({ id, name }: { id: string; name: string }) {
  const field = useId();
  const [{ failure, nameFault }, act, isPending] = useActionState(revokeKey, { failure: null, nameFault: null });
  return (
    <details open={nameFault !== null || failure !== null}>
      <summary className="button-quiet" aria-label={`Revoke ${name}`}>
        Revoke
      </summary>
      <form action={act} className="grid gap-2 pt-2" aria-busy={isPending}>
        <FormFailure failure={failure} />
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="name" value={name} />
        <label htmlFor={field} className="small">
          Programs that use it lose access at once. Type <code>{name}</code> to go on.
        </label>
        <input
          id={field}
          name="typedName"
          className="input"
          autoComplete="off"
          required
          aria-invalid={nameFault ? true : undefined}
          aria-describedby={nameFault ? `${field}-error` : undefined}
        />
        {nameFault && (
          <p id={`${field}-error`} className="small field-error">
            {nameFault}
          </p>
        )}
        <button className="button justify-self-start" disabled={isPending}>
          Revoke for good
        </button>
      </form>
    </details>
  );
}
