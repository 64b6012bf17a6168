'use client';

import { Copy } from '#web/design/copy.client.tsx';
import { date } from '#web/design/format.ts';

/** A key on the one occasion that it can be seen.
 *  @param previousEndsAt  when the key that it follows ends; null where it follows none */
export function MadeSecret({ name, secret, previousEndsAt }: { name: string; secret: string; previousEndsAt: string | null }) {
  return (
    <div role="status" className="grid gap-2">
      <p>
        <strong>{name}</strong> is made. Copy it now: it is stored hashed and cannot be shown again.
        {previousEndsAt !== null && ` The old key goes on until ${date(previousEndsAt)}, ${previousEndsAt.slice(11, 16)} UTC.`}
      </p>
      <div className="command">
        <code>{secret}</code>
        <Copy text={secret} what="API key" />
      </div>
    </div>
  );
}
