'use client';

import { useState } from 'react';
import { FormFailure } from '#web/design/form-failure.tsx';
import type { Failure } from '#web/server/answer.ts';
import { challengePasskey } from '#web/server/challenge-passkey.ts';

/** What the browser says when no passkey answered, as a refusal: closed, timed out, none there, or not possible on this address. */
const passkeyRefused: Failure = {
  code: 'UNAUTHENTICATED',
  message: 'No passkey answered.',
  suggestions: ['Try again, or go on another way. Passkeys need a registry with a name, reached by https or on this machine.'],
  requestId: null,
  path: '',
  fields: [],
};

/** Asks the browser for one of the reader's passkeys and hands on what it answers, as JSON. Without JavaScript there is no such way, and no button. */
export function PasskeyButton({ label, isDisabled, onAnswer }: { label: string; isDisabled: boolean; onAnswer: (answer: string) => void }) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isAsking, setAsking] = useState(false);
  const askForIt = async (): Promise<void> => {
    setFailure(null);
    setAsking(true);
    try {
      const challenge = await challengePasskey();
      if (challenge.options === null) return setFailure(challenge.failure);
      const { startAuthentication } = await import('@simplewebauthn/browser');
      onAnswer(JSON.stringify(await startAuthentication({ optionsJSON: JSON.parse(challenge.options) })));
    } catch {
      setFailure(passkeyRefused);
    } finally {
      setAsking(false);
    }
  };
  return (
    <div className="needs-script grid gap-2">
      <FormFailure failure={failure} />
      <button type="button" className="button-quiet justify-self-start" disabled={isDisabled || isAsking} onClick={askForIt}>
        {label}
      </button>
    </div>
  );
}
