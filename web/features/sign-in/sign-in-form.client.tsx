'use client';

import { useActionState } from 'react';
import { Field } from '#web/design/field.tsx';
import { faultOf, FormFailure } from '#web/design/form-failure.tsx';
import { signIn } from '#web/features/sign-in/actions.ts';

/** Handle or e-mail and password; the second factor is asked for when the registry wants it. */
export function SignInForm({ returnTo }: { returnTo: string }) {
  const [{ failure, typed }, act, isPending] = useActionState(signIn, { failure: null, typed: {} });
  return (
    <form action={act} className="grid gap-4" aria-busy={isPending}>
      <FormFailure failure={failure} />
      <input type="hidden" name="return_to" value={returnTo} />
      <Field
        label="Handle or e-mail"
        name="handleOrEmail"
        required
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={typed['handleOrEmail']}
        error={faultOf(failure, 'handleOrEmail')}
      />
      <Field label="Password" name="password" type="password" required autoComplete="current-password" error={faultOf(failure, 'password')} />
      {failure?.code === 'STEP_UP_REQUIRED' && (
        <Field
          label="Code of your second factor"
          name="totp"
          hint="Six digits from your app, or a recovery code. With a passkey you need neither this nor the password."
          maxLength={40}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
      )}
      <button className="button button-large justify-self-start" disabled={isPending}>
        Sign in
      </button>
    </form>
  );
}
