'use client';

import { FormFailure } from '#web/design/form-failure.tsx';
import { useAct } from '#web/design/form.client.tsx';
import { PasskeyButton } from '#web/design/passkey.client.tsx';
import { signInWithPasskey } from '#web/features/sign-in/actions.ts';

/** Signs in with a passkey alone: it is two factors in one. */
export function PasskeySignIn({ returnTo }: { returnTo: string }) {
  const { acting, send } = useAct(signInWithPasskey, { failure: null }, { hasSession: false });
  const answer = (passkey: string): void => {
    const form = new FormData();
    form.set('passkey', passkey);
    form.set('return_to', returnTo);
    send(form);
  };
  return (
    <>
      <FormFailure failure={acting.failure} />
      <PasskeyButton label="Sign in with a passkey" isDisabled={acting.isPending} onAnswer={answer} />
    </>
  );
}
