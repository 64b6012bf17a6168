'use client';

import { useEffect, useState } from 'react';
import { Field } from '#web/design/field.tsx';
import { Form, useAct } from '#web/design/form.client.tsx';
import { faultOf, FormFailure } from '#web/design/form-failure.tsx';
import { addPasskey, startPasskey } from '#web/features/secure-account/actions.ts';
import { RecoveryCodes } from '#web/features/secure-account/recovery-codes.client.tsx';
import type { Failure } from '#web/server/answer.ts';

/** What the browser says when it made none, as a refusal. */
const notMade: Failure = {
  code: 'UNAUTHENTICATED',
  message: 'No passkey was made.',
  suggestions: [
    'Try again, with an authenticator that has no passkey of this account yet. Passkeys need a registry with a name, reached by https or on this machine.',
  ],
  requestId: null,
  path: '',
  fields: [],
};

/** Has the browser make a passkey, and keeps it under a name. Without a script there is no such way. */
export function NewPasskey({ handle }: { handle: string }) {
  const start = useAct(startPasskey, { failure: null, options: null, name: '' });
  const add = useAct(addPasskey, { failure: null, recoveryCodes: [], secret: null });
  const [refused, setRefused] = useState<Failure | null>(null);
  const [isMaking, setMaking] = useState(false);
  const { options, name } = start.state;
  const { send } = add;

  useEffect(() => {
    if (options === null) return;
    let isGone = false;
    const make = async (): Promise<void> => {
      setMaking(true);
      setRefused(null);
      try {
        const { startRegistration } = await import('@simplewebauthn/browser');
        const response = JSON.stringify(await startRegistration({ optionsJSON: JSON.parse(options) }));
        if (isGone) return;
        const form = new FormData();
        form.set('name', name);
        form.set('response', response);
        send(form);
      } catch {
        if (!isGone) setRefused(notMade);
      } finally {
        if (!isGone) setMaking(false);
      }
    };
    void make();
    return () => void (isGone = true);
    // A challenge is answered once, whatever else changes.
  }, [options]);

  const isBusy = start.acting.isPending || add.acting.isPending || isMaking;
  return (
    <div className="needs-script grid gap-4">
      {add.state.recoveryCodes.length > 0 && <RecoveryCodes codes={add.state.recoveryCodes} handle={handle} />}
      <FormFailure failure={refused ?? add.acting.failure} />
      {add.acting.stepUp}
      <Form acting={{ ...start.acting, isPending: isBusy }} submit="Add a passkey" look="quiet">
        <Field
          label="Name of the new passkey"
          name="name"
          hint="What you will know it by, for example laptop."
          required
          maxLength={100}
          autoComplete="off"
          error={faultOf(add.state.failure, 'name')}
        />
      </Form>
    </div>
  );
}
