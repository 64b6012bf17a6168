'use client';

import { Field } from '#web/design/field.tsx';
import { Form, useAct } from '#web/design/form.client.tsx';
import { faultOf } from '#web/design/form-failure.tsx';
import { NewPassword } from '#web/design/new-password.tsx';
import { signUp } from '#web/features/sign-in/actions.ts';

/** A new account: handle, e-mail, password. */
export function SignUpForm({ returnTo }: { returnTo: string }) {
  const {
    state: { failure, typed },
    acting,
  } = useAct(signUp, { failure: null, typed: {} }, { hasSession: false });
  const handleFault = faultOf(failure, 'handle') ?? (failure?.code === 'HANDLE_TAKEN' || failure?.code === 'HANDLE_RESERVED' ? failure.message : undefined);
  return (
    <Form acting={acting} submit="Sign up">
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
      <NewPassword label="Password" name="password" error={faultOf(failure, 'password')} />
    </Form>
  );
}
