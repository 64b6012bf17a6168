'use client';

import { useId } from 'react';
import { Choice, Field } from '#web/design/field.tsx';
import { Form, useAct } from '#web/design/form.client.tsx';
import { faultOf } from '#web/design/form-failure.tsx';
import { createKey } from '#web/features/keep-keys/actions.ts';
import { MadeSecret } from '#web/features/keep-keys/made-secret.client.tsx';
import { lifetimes, scopes } from '#web/features/keep-keys/rules.ts';

/** Makes an API key and shows its secret this once.
 *  @param namespaces  handles to choose from; none for a robot, which reaches its organization alone
 *  @param robot  whose key it shall be; left out, the reader's own */
export function NewKeyForm({ namespaces, robot }: { namespaces: readonly string[]; robot?: string }) {
  const {
    state: { failure, name, secret, previousEndsAt },
    acting,
  } = useAct(createKey, { failure: null, name: '', secret: null, previousEndsAt: null });
  const patterns = useId();
  const artifactFault = faultOf(failure, 'artifacts');
  return (
    <div className="grid gap-4">
      {secret !== null && <MadeSecret name={name} secret={secret} previousEndsAt={previousEndsAt} />}
      <Form acting={acting} submit="Make the key" look="plain">
        {robot !== undefined && <input type="hidden" name="robot" value={robot} />}
        <Field
          label="Name"
          name="name"
          hint="What you will know it by, for example ci of my-app."
          required
          maxLength={100}
          autoComplete="off"
          defaultValue={failure ? name : ''}
          error={faultOf(failure, 'name')}
        />
        <fieldset className="field">
          <legend>It may</legend>
          {scopes.map(([scope, meaning], index) => (
            <label key={scope} className="check">
              <input type="checkbox" name="scopes" value={scope} defaultChecked={index === 0} />
              <span>
                {scope.toLowerCase()}: {meaning}
              </span>
            </label>
          ))}
          {faultOf(failure, 'scopes') && <p className="small field-error">{faultOf(failure, 'scopes')}</p>}
        </fieldset>
        {namespaces.length > 0 && (
          <fieldset className="field">
            <legend>In these namespaces alone</legend>
            <p className="small quiet">With none chosen and no artifact named, all of yours.</p>
            {namespaces.map((handle) => (
              <label key={handle} className="check">
                <input type="checkbox" name="namespaces" value={handle} />
                <span className="mono">@{handle}</span>
              </label>
            ))}
          </fieldset>
        )}
        <div className="field">
          <label htmlFor={patterns}>And these artifacts</label>
          <textarea
            id={patterns}
            name="artifacts"
            className="input mono"
            rows={2}
            maxLength={4000}
            spellCheck={false}
            aria-invalid={artifactFault ? true : undefined}
            aria-describedby={`${patterns}-hint${artifactFault ? ` ${patterns}-error` : ''}`}
          />
          <p id={`${patterns}-hint`} className="small quiet">
            Names or patterns, one a line; * stands for any text, as in <code>@acme/web-*</code>.
          </p>
          {artifactFault && (
            <p id={`${patterns}-error`} className="small field-error">
              {artifactFault}
            </p>
          )}
        </div>
        <Choice label="It lives" name="days" defaultValue="90" options={lifetimes.map(([days, word]) => [String(days), word])} />
      </Form>
    </div>
  );
}
