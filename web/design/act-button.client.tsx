'use client';

import { useId } from 'react';
import { Form, type Outcome, useAct } from '#web/design/form.client.tsx';

export type Action = (state: Outcome, form: FormData) => Promise<Outcome>;

/** A button that does one thing to one thing, with its refusal beside it.
 *  @param fields  what to do it to
 *  @param label  accessible name, where the word on the button stands many times on the page */
export function ActButton({
  action,
  fields = {},
  submit,
  label,
  look = 'quiet',
  children,
}: {
  action: Action;
  fields?: Readonly<Record<string, string>>;
  submit: string;
  label?: string;
  look?: 'quiet' | 'plain';
  children?: React.ReactNode;
}) {
  const { acting } = useAct(action, { failure: null });
  return (
    <Form acting={acting} submit={submit} look={look} {...(label === undefined ? {} : { label })}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </Form>
  );
}

/** The same for what cannot be taken back: the button opens what it means, and the name has to be typed where `typedName` is given.
 *  @param children  what will happen, in a sentence */
export function GraveAct({
  typedName,
  opener,
  submit,
  label,
  children,
  ...act
}: {
  action: Action;
  fields?: Readonly<Record<string, string>>;
  typedName?: string;
  /** Word on the button that opens it. */
  opener: string;
  submit: string;
  label: string;
  children: React.ReactNode;
}) {
  const id = useId();
  return (
    <details className="grave">
      <summary className="button-quiet" aria-label={label}>
        {opener}
      </summary>
      <div className="pt-2">
        <ActButton {...act} submit={submit} look="plain">
          <p className="small">{children}</p>
          {typedName !== undefined && (
            <div className="grid gap-1">
              <label htmlFor={id} className="small">
                Type <code>{typedName}</code> to go on.
              </label>
              <input id={id} name="typedName" className="input" autoComplete="off" autoCapitalize="none" spellCheck={false} required />
            </div>
          )}
        </ActButton>
      </div>
    </details>
  );
}
