import { useId } from 'react';

/** A labelled input with its hint and its error, tied together for those who hear the form.
 *  @param error  what is wrong with what was typed; the typed text stays */
export function Field({
  label,
  name,
  hint,
  error,
  ...input
}: { label: string; name: string; hint?: string; error?: string | undefined } & Omit<React.ComponentProps<'input'>, 'name' | 'id' | 'className'>) {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} name={name} className="input" aria-invalid={error ? true : undefined} aria-describedby={describedBy || undefined} {...input} />
      {hint && (
        <p id={`${id}-hint`} className="small quiet">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="small field-error">
          {error}
        </p>
      )}
    </div>
  );
}

/** A labelled choice among a few. */
export function Choice({
  label,
  name,
  hint,
  options,
  ...select
}: { label: string; name: string; hint?: string; options: readonly (readonly [value: string, word: string])[] } & Omit<
  React.ComponentProps<'select'>,
  'name' | 'id' | 'className'
>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} name={name} className="input" aria-describedby={hint ? `${id}-hint` : undefined} {...select}>
        {options.map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}-hint`} className="small quiet">
          {hint}
        </p>
      )}
    </div>
  );
}
