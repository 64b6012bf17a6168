import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import type { Transaction } from '@gati/database';
import { auditEntries } from './repository.ts';

export interface AuditRecord {
  /** `registry` for what the registry does by itself. */
  readonly actor: Principal | 'registry';
  /** `<thing>.<verb>`, for example `api-key.create`. */
  readonly action: string;
  /** What it was done to, as its owner would name it: `@acme`, `@acme/auth@1.0.0`. Never a secret. */
  readonly subject: string;
  /** Handle of the namespace whose business it is; the one that the subject begins with unless told. */
  readonly namespace?: string | undefined;
  /** What was before and after, and why; never a secret. */
  readonly details?: object;
  readonly origin?: RequestOrigin | undefined;
}

/** The log of every act that matters to security. Entries are appended in the transaction of the act: one is never there without the other. */
export interface Audit {
  readonly record: (tables: Pick<Transaction, '$executeRaw'>, entry: AuditRecord) => Promise<void>;
}

export function createAudit({ clock }: { readonly clock: Clock }): Audit {
  return {
    record: (tables, { actor, action, subject, namespace, details = {}, origin }) =>
      auditEntries(tables).append({
        at: clock(),
        actorId: actor === 'registry' || actor.kind === 'anonymous' ? null : actor.accountId,
        actor: nameOf(actor),
        action,
        subject,
        details,
        requestId: origin?.requestId ?? null,
        address: origin?.clientAddress ?? null,
        namespace: namespace ?? /^@([a-z0-9-]+)/.exec(subject)?.[1] ?? null,
      }),
  };
}

/** The namespace of an account: a person's own, a robot's organization. */
export const namespaceOf = (handle: string): string => handle.split('+', 1)[0]!;

const nameOf = (actor: Principal | 'registry'): string => {
  if (actor === 'registry') return actor;
  if (actor.kind === 'anonymous') return 'anonymous';
  return actor.apiKeyId === null ? `@${actor.handle}` : `@${actor.handle} by API key ${actor.apiKeyId}`;
};
