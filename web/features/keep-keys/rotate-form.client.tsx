'use client';

import { Choice } from '#web/design/field.tsx';
import { Form, useAct } from '#web/design/form.client.tsx';
import { rotateKey } from '#web/features/keep-keys/actions.ts';
import { MadeSecret } from '#web/features/keep-keys/made-secret.client.tsx';
import { overlaps } from '#web/features/keep-keys/rules.ts';

/** Gives a key a successor that may do the same, and shows it this once. */
export function RotateForm({ id, name }: { id: string; name: string }) {
  const { state, acting } = useAct(rotateKey, { failure: null, name: '', secret: null, previousEndsAt: null });
  return (
    <details className="grave">
      <summary className="button-quiet" aria-label={`Rotate ${name}`}>
        Rotate
      </summary>
      <div className="grid gap-3 pt-2">
        {state.secret !== null && <MadeSecret name={state.name} secret={state.secret} previousEndsAt={state.previousEndsAt} />}
        {state.secret === null && (
          <Form acting={acting} submit="Make its successor" look="plain">
            <input type="hidden" name="id" value={id} />
            <Choice
              label="The old key goes on for"
              name="overlapHours"
              defaultValue="24"
              hint="Time to change the programs that use it."
              options={overlaps.map(([hours, word]) => [String(hours), word])}
            />
          </Form>
        )}
      </div>
    </details>
  );
}
