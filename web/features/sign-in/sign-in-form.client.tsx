'use client';

import { Field } from '#web/design/field.tsx';
import { Form, useAct } from '#web/design/form.client.tsx';
import { faultOf } from '#web/design/form-failure.tsx';
import { signIn } from '#web/features/sign-in/actions.ts';

/** Handle or e-mail and password; the second factor is asked for when the registry wants it. */
export function SignInForm({ returnTo }: { returnTo: string }) {
  const {
    state: { failure, typed },
    acting,
  } = useAct(signIn, { failure: null, typed: {} }, { hasSession: false });
  return (
    <Form acting={acting} submit="Sign in">
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
    </Form>
  );
}
