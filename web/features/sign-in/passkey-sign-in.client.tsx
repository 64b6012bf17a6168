'use client';

import { startTransition, useActionState } from 'react';
import { FormFailure } from '#web/design/form-failure.tsx';
import { PasskeyButton } from '#web/design/passkey.client.tsx';
import { signInWithPasskey } from '#web/features/sign-in/actions.ts';

/** Signs in with a passkey alone: it is two factors in one. */
export function PasskeySignIn({ returnTo }: { returnTo: string }) {
  const [failure, act, isPending] = useActionState(signInWithPasskey, null);
  const answer = (passkey: string): void => {
    const form = new FormData();
    form.set('passkey', passkey);
    form.set('return_to', returnTo);
    startTransition(() => act(form));
  };
  return (
    <>
      <FormFailure failure={failure} />
      <PasskeyButton label="Sign in with a passkey" isDisabled={isPending} onAnswer={answer} />
    </>
  );
}
