'use client';

import { useActionState } from 'react';
import { Copy } from '#web/design/copy.client.tsx';
import { Field } from '#web/design/field.tsx';
import { faultOf, FormFailure } from '#web/design/form-failure.tsx';
import { createKey } from '#web/features/keep-account/actions.ts';
import { lifetimes, scopes } from '#web/features/keep-account/rules.ts';

/** Makes an API key and shows its secret this once. */
export function NewKeyForm({ namespaces }: { namespaces: readonly string[] }) {
  const [{ failure, name, secret }, act, isPending] = useActionState(createKey, { failure: null, name: '', secret: null });
  return (
    <form action={act} className="grid gap-4" aria-busy={isPending}>
      <FormFailure failure={failure} />
      {secret !== null && (
        <div role="status" className="grid gap-2">
          <p>
            <strong>{name}</strong> is made. Copy it now: it is stored hashed and cannot be shown again.
          </p>
          <div className="command">
            <code>{secret}</code>
            <Copy text={secret} what="API key" />
          </div>
        </div>
      )}
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
      </fieldset>
      <fieldset className="field">
        <legend>In these namespaces alone</legend>
        <p className="small quiet">None chosen means all of yours.</p>
        {namespaces.map((handle) => (
          <label key={handle} className="check">
            <input type="checkbox" name="namespaces" value={handle} />
            <span className="mono">@{handle}</span>
          </label>
        ))}
      </fieldset>
      <div className="field">
        <label htmlFor="days">It lives</label>
        <select id="days" name="days" className="input" defaultValue="90">
          {lifetimes.map(([days, word]) => (
            <option key={word} value={String(days)}>
              {word}
            </option>
          ))}
        </select>
      </div>
      <button className="button justify-self-start" disabled={isPending}>
        Make the key
      </button>
    </form>
  );
}
