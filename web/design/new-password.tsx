import { Field } from '#web/design/field.tsx';

/** Where a password is chosen; its length is the registry's rule (10 to 200 characters). */
export function NewPassword({
  label = 'New password',
  name = 'newPassword',
  hint = 'At least 10 characters.',
  error,
}: {
  label?: string;
  name?: string;
  hint?: string;
  error: string | undefined;
}) {
  return <Field label={label} name={name} type="password" hint={hint} required minLength={10} maxLength={200} autoComplete="new-password" error={error} />;
}
