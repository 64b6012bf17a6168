'use client';

import { ActButton } from '#web/design/act-button.client.tsx';
import { Copy } from '#web/design/copy.client.tsx';
import { Field } from '#web/design/field.tsx';
import { Form, useAct } from '#web/design/form.client.tsx';
import { faultOf } from '#web/design/form-failure.tsx';
import { confirmTotp, removeTotp, startTotp } from '#web/features/secure-account/actions.ts';
import { RecoveryCodes } from '#web/features/secure-account/recovery-codes.client.tsx';

/** An authenticator app: set up with a QR code and a first code of it, or taken away.
 *  @param since  the day it was set up; null while there is none */
export function Totp({ since, handle }: { since: string | null; handle: string }) {
  const start = useAct(startTotp, { failure: null, made: null });
  const confirm = useAct(confirmTotp, { failure: null, recoveryCodes: [], secret: null });
  const { made } = start.state;
  const isWaiting = since === null && made !== null && made.secret !== confirm.state.secret;
  return (
    <div className="grid gap-4">
      {confirm.state.recoveryCodes.length > 0 && <RecoveryCodes codes={confirm.state.recoveryCodes} handle={handle} />}
      {since !== null && (
        <>
          <p>On since {since}.</p>
          <ActButton action={removeTotp} submit="Remove" label="Remove the authenticator app" />
        </>
      )}
      {since === null && !isWaiting && (
        <>
          <p className="quiet">Not set up. An app on your phone shows six digits that are asked for beside the password.</p>
          <Form acting={start.acting} submit="Set up an authenticator app" look="quiet" />
        </>
      )}
      {isWaiting && (
        <ol className="grid list-decimal gap-4 pl-5">
          <li>
            <p>Scan this with your authenticator app, or type the key.</p>
            <div className="flex flex-wrap items-center gap-5 pt-2">
              <svg
                className="qr"
                viewBox={`0 0 ${made.qr.size} ${made.qr.size}`}
                width="184"
                height="184"
                role="img"
                aria-label="QR code of the key below"
                shapeRendering="crispEdges"
              >
                <rect width="100%" height="100%" fill="#fff" />
                <path d={made.qr.path} fill="#000" />
              </svg>
              <div className="grid gap-2">
                <code className="secret">{made.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
                <span className="flex flex-wrap gap-3">
                  <Copy text={made.secret} what="key" />
                  <a href={made.uri} className="button-quiet">
                    Open in an app
                  </a>
                </span>
              </div>
            </div>
          </li>
          <li>
            <Form acting={confirm.acting} submit="Switch on" look="plain">
              <input type="hidden" name="secret" value={made.secret} />
              <Field
                label="Type the six digits that it shows"
                name="code"
                inputMode="numeric"
                autoComplete="one-time-code"
                pattern="[0-9 ]{6,7}"
                maxLength={7}
                required
                error={faultOf(confirm.state.failure, 'code')}
              />
            </Form>
          </li>
        </ol>
      )}
    </div>
  );
}
