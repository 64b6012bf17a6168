/** A labelled input with its hint and its error, tied together for those who hear the form.
 *  @param error  what is wrong with what was typed; the typed text stays */
export function Field({
  label,
  name,
  hint,
  error,
  ...input
}: { label: string; name: string; hint?: string; error?: string | undefined } & Omit<React.ComponentProps<'input'>, 'name' | 'id' | 'className'>) {
  const describedBy = [hint ? `${name}-hint` : '', error ? `${name}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input id={name} name={name} className="input" aria-invalid={error ? true : undefined} aria-describedby={describedBy || undefined} {...input} />
      {hint && (
        <p id={`${name}-hint`} className="small quiet">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${name}-error`} className="small field-error">
          {error}
        </p>
      )}
    </div>
  );
}
