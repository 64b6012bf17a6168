'use client';

import { Field } from '#web/design/field.tsx';
import { Form, useAct } from '#web/design/form.client.tsx';
import { faultOf } from '#web/design/form-failure.tsx';
import { approveDevice } from '#web/features/sign-in/actions.ts';

/** The code a program shows in a terminal, compared and approved by the reader. */
export function ApprovalForm({ code, handle }: { code: string; handle: string }) {
  const {
    state: { failure, typed, approved },
    acting,
  } = useAct(approveDevice, { failure: null, typed: code, approved: null });
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
    <Form acting={acting} submit={`Approve as @${handle}`}>
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
    </Form>
  );
}
