'use client';

import { useActionState } from 'react';
import { Field } from '#web/design/field.tsx';
import { faultOf, FormFailure } from '#web/design/form-failure.tsx';
import { signUp } from '#web/features/sign-in/actions.ts';

/** A new account: handle, e-mail, password. */
export function SignUpForm({ returnTo }: { returnTo: string }) {
  const [{ failure, typed }, act, isPending] = useActionState(signUp, { failure: null, typed: {} });
  const handleFault = faultOf(failure, 'handle') ?? (failure?.code === 'HANDLE_TAKEN' || failure?.code === 'HANDLE_RESERVED' ? failure.message : undefined);
  return (
    <form action={act} className="grid gap-4" aria-busy={isPending}>
      <FormFailure failure={failure} />
      <input type="hidden" name="return_to" value={returnTo} />
      <Field
        label="Handle"
        name="handle"
        hint="What you publish under, as in @handle/name: small letters, digits and single hyphens. It stays yours for good."
        required
        maxLength={39}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={typed['handle']}
        error={handleFault}
      />
      <Field
        label="E-mail"
        name="email"
        type="email"
        hint="Shown to nobody else."
        required
        autoComplete="email"
        defaultValue={typed['email']}
        error={faultOf(failure, 'email')}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        hint="At least 10 characters."
        required
        minLength={10}
        maxLength={200}
        autoComplete="new-password"
        error={faultOf(failure, 'password')}
      />
      <button className="button button-large justify-self-start" disabled={isPending}>
        Sign up
      </button>
    </form>
  );
}
