'use client';

import { useActionState } from 'react';
import { Field } from '#web/design/field.tsx';
import { faultOf, FormFailure } from '#web/design/form-failure.tsx';
import { requestPasswordReset, resetPassword, verifyEmail } from '#web/features/recover-account/actions.ts';

const fresh = { failure: null, done: null, typed: '' };

/** Confirms an address with the code from its mail. A press is needed: programs that look at links in mails must not use the code up. */
export function VerifyEmailForm({ code }: { code: string }) {
  const [{ failure, done }, act, isPending] = useActionState(verifyEmail, fresh);
  if (done !== null) {
    return (
      <Done>
        The address of <span className="mono">@{done}</span> is confirmed. <a href="/account">Go to your account</a>
      </Done>
    );
  }
  return (
    <form action={act} className="grid gap-4" aria-busy={isPending}>
      <FormFailure failure={failure} />
      <input type="hidden" name="code" value={code} />
      <p>Press the button to confirm that the address that this link was sent to is yours.</p>
      <button className="button button-large justify-self-start" disabled={isPending}>
        Confirm the address
      </button>
    </form>
  );
}

/** Asks for a mail with which the password can be set anew; says the same whether or not there is such an account. */
export function ForgotPasswordForm() {
  const [{ failure, done, typed }, act, isPending] = useActionState(requestPasswordReset, fresh);
  if (done !== null) return <Done>If there is such an account, a mail is on its way to its address. Its link works for an hour, once.</Done>;
  return (
    <form action={act} className="grid gap-4" aria-busy={isPending}>
      <FormFailure failure={failure} />
      <Field
        label="Handle or e-mail"
        name="handleOrEmail"
        required
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={typed}
        error={faultOf(failure, 'handleOrEmail')}
      />
      <button className="button button-large justify-self-start" disabled={isPending}>
        Send the mail
      </button>
    </form>
  );
}

/** Sets a new password with the code from a mail. */
export function ResetPasswordForm({ code }: { code: string }) {
  const [{ failure, done }, act, isPending] = useActionState(resetPassword, fresh);
  if (done !== null) {
    return (
      <Done>
        The password of <span className="mono">@{done}</span> is set, and all its sessions are ended. <a href="/login">Sign in</a>
      </Done>
    );
  }
  return (
    <form action={act} className="grid gap-4" aria-busy={isPending}>
      <FormFailure failure={failure} />
      <input type="hidden" name="code" value={code} />
      <Field
        label="New password"
        name="newPassword"
        type="password"
        hint="At least 10 characters."
        required
        minLength={10}
        maxLength={200}
        autoComplete="new-password"
        error={faultOf(failure, 'newPassword')}
      />
      <button className="button button-large justify-self-start" disabled={isPending}>
        Set the password
      </button>
    </form>
  );
}

function Done({ children }: { children: React.ReactNode }) {
  return (
    <div role="status" className="strip strip-ok">
      <p>{children}</p>
    </div>
  );
}
