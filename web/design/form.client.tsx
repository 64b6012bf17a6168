'use client';

import { lazy, startTransition, Suspense, useActionState, useEffect, useRef, useState } from 'react';
import { FormFailure } from '#web/design/form-failure.tsx';
import type { Failure } from '#web/server/answer.ts';

const StepUp = lazy(async () => import('#web/design/step-up.client.tsx'));

/** What the action of every form answers at least. */
export interface Outcome {
  /** Why it was refused; null when it was not. */
  readonly failure: Failure | null;
}

/** A form's action at work. */
export interface Acting {
  readonly failure: Failure | null;
  readonly isPending: boolean;
  /** Sends the form itself; works before and without a script. */
  readonly action: (form: FormData) => void;
  /** Keeps what is sent, for the case that it has to be sent once more. */
  readonly onSubmit: (event: React.FormEvent<HTMLFormElement>) => void;
  /** The dialog that asks for the second factor; null while none is asked for. */
  readonly stepUp: React.ReactNode;
  /** Asks again after the dialog was closed; null where there is nothing to confirm. */
  readonly confirm: (() => void) | null;
}

/** Runs one action of the server. Where it is refused with STEP_UP_REQUIRED, a dialog asks for the second factor, and the same act goes on by itself.
 *  @param hasSession  false for forms of the signed-out, to whom the same code means something else: the sign-in itself lacks its second factor
 *  @returns `send`, for what is not typed into a form: the answer of a passkey */
export function useAct<State extends Outcome>(
  action: (state: State, form: FormData) => Promise<State>,
  initial: State,
  { hasSession = true }: { hasSession?: boolean } = {},
): { readonly state: State; readonly acting: Acting; readonly send: (form: FormData) => void } {
  const [state, act, isPending] = useActionState<State, FormData>(
    action as (state: Awaited<State>, form: FormData) => Promise<State>,
    initial as Awaited<State>,
  );
  const [sent, setSent] = useState<FormData | null>(null);
  const [dismissed, setDismissed] = useState<State | null>(null);
  const send = (form: FormData): void => {
    setSent(form);
    startTransition(() => act(form));
  };
  const isAsked = hasSession && sent !== null && state.failure?.code === 'STEP_UP_REQUIRED';
  const isOpen = isAsked && dismissed !== state;
  const acting: Acting = {
    failure: isOpen ? null : state.failure,
    isPending,
    action: act,
    onSubmit: (event) => setSent(new FormData(event.currentTarget)),
    stepUp: isOpen && (
      <Suspense>
        <StepUp
          onClose={() => setDismissed(state)}
          onConfirmed={() => {
            setDismissed(state);
            send(sent);
          }}
        />
      </Suspense>
    ),
    confirm: isAsked && !isOpen ? () => setDismissed(null) : null,
  };
  return { state, acting, send };
}

/** A form with everything that forms share: its refusal, its button, the second factor where one is asked for. What was typed stays until it was accepted.
 *  @param submit  the word on the button
 *  @param look  `large` where the form is what the page is for */
export function Form({
  acting,
  submit,
  look = 'large',
  label,
  children,
}: {
  acting: Acting;
  submit: React.ReactNode;
  look?: 'large' | 'plain' | 'quiet';
  /** Accessible name of the button, where the word on it stands many times on the page. */
  label?: string;
  children?: React.ReactNode;
}) {
  const { failure, isPending, action, onSubmit, stepUp, confirm } = acting;
  const form = useRef<HTMLFormElement>(null);
  const wasPending = useRef(false);
  const isAccepted = useRef(false);
  useEffect(() => {
    if (wasPending.current && !isPending && failure === null && !stepUp) {
      isAccepted.current = true;
      form.current?.reset();
      isAccepted.current = false;
    }
    wasPending.current = isPending;
  }, [isPending, failure, stepUp]);

  return (
    <>
      <form
        ref={form}
        action={action}
        onSubmit={onSubmit}
        // React empties a form after its action whether or not it was refused.
        onReset={(event) => isAccepted.current || event.preventDefault()}
        className={look === 'quiet' ? 'grid gap-2' : 'grid gap-4'}
        aria-busy={isPending}
      >
        <FormFailure failure={failure} />
        {failure?.code === 'STEP_UP_REQUIRED' && confirm && (
          <button type="button" className="button-quiet justify-self-start" onClick={confirm}>
            Confirm it is you
          </button>
        )}
        {children}
        <button className={`${buttons[look]} justify-self-start`} aria-label={label} disabled={isPending}>
          {submit}
        </button>
      </form>
      {stepUp}
    </>
  );
}

const buttons = { large: 'button button-large', plain: 'button', quiet: 'button-quiet' } as const;
