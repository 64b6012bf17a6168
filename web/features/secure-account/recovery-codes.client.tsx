'use client';

import { Copy } from '#web/design/copy.client.tsx';
import { Form, useAct } from '#web/design/form.client.tsx';
import { createRecoveryCodes } from '#web/features/secure-account/actions.ts';

/** Recovery codes on the one occasion that they can be seen. */
export function RecoveryCodes({ codes, handle }: { codes: readonly string[]; handle: string }) {
  const text = codes.join('\n');
  return (
    <div role="status" className="strip strip-medium">
      <div className="grid flex-1 gap-3">
        <p>
          <strong>Keep these recovery codes where the device is not.</strong> Each stands in for your second factor once. They are not shown again.
        </p>
        <ul className="codes mono" aria-label="Recovery codes">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div className="flex flex-wrap gap-3">
          <Copy text={text} what="recovery codes" />
          <a className="button-quiet" download={`gati-recovery-codes-${handle}.txt`} href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}>
            Download
          </a>
        </div>
      </div>
    </div>
  );
}

/** Says how many codes are left, and makes new ones. */
export function RecoveryCodesLeft({ left, handle }: { left: number; handle: string }) {
  const { state, acting } = useAct(createRecoveryCodes, { failure: null, recoveryCodes: [], secret: null });
  return (
    <div className="grid gap-3">
      <p>
        {left === 0 ? 'None is left.' : `${left} ${left === 1 ? 'is' : 'are'} left.`} <span className="quiet">New codes make the old ones useless.</span>
      </p>
      {state.recoveryCodes.length > 0 && <RecoveryCodes codes={state.recoveryCodes} handle={handle} />}
      <Form acting={acting} submit="Make new codes" look="quiet" />
    </div>
  );
}
