'use client';

import { useEffect } from 'react';
import { Field } from '#web/design/field.tsx';
import { Form, useAct } from '#web/design/form.client.tsx';
import { FormFailure } from '#web/design/form-failure.tsx';
import { PasskeyButton } from '#web/design/passkey.client.tsx';
import { confirmSession, type WaysToConfirm } from '#web/server/step-up.ts';

/** Asks for whichever second factor the account has.
 *  @param returnTo  where a page of its own leads afterwards
 *  @param onConfirmed  what a dialog does afterwards */
export function ConfirmForm({ ways, returnTo, onConfirmed }: { ways: WaysToConfirm; returnTo?: string; onConfirmed?: () => void }) {
  const { state, acting, send } = useAct(confirmSession, { failure: null, isDone: false }, { hasSession: false });
  useEffect(() => {
    if (state.isDone) onConfirmed?.();
    // Once for each confirmation, whatever else changes.
  }, [state]);
  const answer = (passkey: string): void => {
    const form = new FormData();
    form.set('passkey', passkey);
    if (returnTo !== undefined) form.set('return_to', returnTo);
    send(form);
  };
  const takesCode = ways.hasTotp || ways.recoveryCodesLeft > 0;
  return (
    <div className="grid gap-4">
      {ways.hasPasskey && <PasskeyButton label="Use a passkey" isDisabled={acting.isPending} onAnswer={answer} />}
      {!takesCode && <FormFailure failure={acting.failure} />}
      {takesCode && (
        <Form acting={acting} submit="Confirm" look="plain">
          {returnTo !== undefined && <input type="hidden" name="return_to" value={returnTo} />}
          <Field
            label={ways.hasTotp ? 'Code' : 'Recovery code'}
            name="code"
            hint={hintFor(ways)}
            required
            maxLength={40}
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus={onConfirmed !== undefined && !ways.hasPasskey}
          />
        </Form>
      )}
    </div>
  );
}

function hintFor({ hasTotp, recoveryCodesLeft }: WaysToConfirm): string {
  const left = recoveryCodesLeft === 0 ? 'you have no recovery code left' : `or a recovery code, of which ${recoveryCodesLeft} are left`;
  return hasTotp ? `Six digits from your app; ${left}.` : `You have ${recoveryCodesLeft} left; each counts once.`;
}
