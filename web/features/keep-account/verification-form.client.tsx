'use client';

import { Form, useAct } from '#web/design/form.client.tsx';
import { requestMail } from '#web/features/keep-account/actions.ts';

/** Has the mail sent once more that proves the address. */
export function VerificationForm() {
  const { state, acting } = useAct(requestMail, { failure: null, isSent: false });
  if (state.isSent)
    return (
      <p role="status" className="strip strip-ok">
        A mail is on its way. Its link works for 48 hours.
      </p>
    );
  return <Form acting={acting} submit="Send the mail again" look="quiet" />;
}
