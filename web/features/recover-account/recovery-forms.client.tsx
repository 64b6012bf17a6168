'use client';

import { Field } from '#web/design/field.tsx';
import { Form, useAct } from '#web/design/form.client.tsx';
import { faultOf } from '#web/design/form-failure.tsx';
import { NewPassword } from '#web/design/new-password.tsx';
import { requestPasswordReset, resetPassword, verifyEmail } from '#web/features/recover-account/actions.ts';

const fresh = { failure: null, done: null, typed: '' };
const signedOut = { hasSession: false };

/** Confirms an address with the code from its mail. A press is needed: programs that look at links in mails must not use the code up. */
export function VerifyEmailForm({ code }: { code: string }) {
  const { state, acting } = useAct(verifyEmail, fresh, signedOut);
  if (state.done !== null) {
    return (
      <Done>
        The address of <span className="mono">@{state.done}</span> is confirmed. <a href="/account">Go to your account</a>
      </Done>
    );
  }
  return (
    <Form acting={acting} submit="Confirm the address">
      <input type="hidden" name="code" value={code} />
      <p>Press the button to confirm that the address that this link was sent to is yours.</p>
    </Form>
  );
}

/** Asks for a mail with which the password can be set anew; says the same whether or not there is such an account. */
export function ForgotPasswordForm() {
  const { state, acting } = useAct(requestPasswordReset, fresh, signedOut);
  if (state.done !== null) return <Done>If there is such an account, a mail is on its way to its address. Its link works for an hour, once.</Done>;
  return (
    <Form acting={acting} submit="Send the mail">
      <Field
        label="Handle or e-mail"
        name="handleOrEmail"
        required
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={state.typed}
        error={faultOf(state.failure, 'handleOrEmail')}
      />
    </Form>
  );
}

/** Sets a new password with the code from a mail. */
export function ResetPasswordForm({ code }: { code: string }) {
  const { state, acting } = useAct(resetPassword, fresh, signedOut);
  if (state.done !== null) {
    return (
      <Done>
        The password of <span className="mono">@{state.done}</span> is set, and all its sessions are ended. <a href="/login">Sign in</a>
      </Done>
    );
  }
  return (
    <Form acting={acting} submit="Set the password">
      <input type="hidden" name="code" value={code} />
      <NewPassword error={faultOf(state.failure, 'newPassword')} />
    </Form>
  );
}

function Done({ children }: { children: React.ReactNode }) {
  return (
    <div role="status" className="strip strip-ok">
      <p>{children}</p>
    </div>
  );
}
