'use client';

import { Field } from '#web/design/field.tsx';
import { Form, useAct } from '#web/design/form.client.tsx';
import { faultOf } from '#web/design/form-failure.tsx';
import { NewPassword } from '#web/design/new-password.tsx';
import { changePassword } from '#web/features/secure-account/actions.ts';

/** Changes the password; every other session ends with it. */
export function PasswordForm({ handle }: { handle: string }) {
  const { state, acting } = useAct(changePassword, { failure: null, endedCount: null });
  return (
    <div className="grid gap-4">
      <div role="status">
        {state.endedCount !== null && (
          <p className="strip strip-ok">
            The password is changed
            {state.endedCount === 0 ? '' : `, and ${state.endedCount} other ${state.endedCount === 1 ? 'session is' : 'sessions are'} ended`}.
          </p>
        )}
      </div>
      <Form acting={acting} submit="Change the password" look="plain">
        <input type="hidden" name="username" autoComplete="username" value={handle} />
        <Field
          label="Present password"
          name="currentPassword"
          type="password"
          hint="Leave it empty if your account never had one."
          autoComplete="current-password"
          maxLength={200}
          error={faultOf(state.failure, 'currentPassword')}
        />
        <NewPassword hint="At least 10 characters. All other sessions end." error={faultOf(state.failure, 'newPassword')} />
      </Form>
    </div>
  );
}
