import type { Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import type { Transaction } from '@gati/database';
import { auditEntries } from './repository.ts';

export interface AuditRecord {
  /** `registry` for what the registry does by itself. */
  readonly actor: Principal | 'registry';
  /** `<thing>.<verb>`, for example `api-key.create`. */
  readonly action: string;
  /** What it was done to, as its owner would name it. Never a secret. */
  readonly subject: string;
  readonly details?: object;
  readonly requestId?: string | undefined;
}

/** The log of every act that matters to security. Entries are appended in the transaction of the act: one is never there without the other. */
export interface Audit {
  readonly record: (tables: Pick<Transaction, 'auditEntry'>, entry: AuditRecord) => Promise<void>;
}

export function createAudit({ clock }: { readonly clock: Clock }): Audit {
  return {
    record: (tables, { actor, action, subject, details = {}, requestId }) =>
      auditEntries(tables).append({
        at: clock(),
        actorId: actor === 'registry' || actor.kind === 'anonymous' ? null : actor.accountId,
        actor: nameOf(actor),
        action,
        subject,
        details,
        requestId: requestId ?? null,
      }),
  };
}

const nameOf = (actor: Principal | 'registry'): string => {
  if (actor === 'registry') return actor;
  if (actor.kind === 'anonymous') return 'anonymous';
  return actor.apiKeyId === null ? `@${actor.handle}` : `@${actor.handle} by API key ${actor.apiKeyId}`;
};
