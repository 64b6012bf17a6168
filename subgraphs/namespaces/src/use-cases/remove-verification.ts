import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { actInNamespace } from '../act-in-namespace.ts';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { verifications, type Tables, type VerificationRow } from '../repository.ts';
import { findManaged } from './check-verification.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** Takes a verification away, and its badge with it. @throws UNAUTHENTICATED; NOT_FOUND also for what the asker does not manage */
export const removeVerification =
  ({ tables, transaction, clock, audit }: Dependencies) =>
  async (principal: Principal, id: string, origin: RequestOrigin): Promise<VerificationRow> => {
    const { namespace } = await findManaged(tables, principal, id);
    return actInNamespace({ transaction }, principal, { handle: namespace.handle, action: 'namespace.manage' }, async (held) => {
      const rows = verifications(held.tables);
      await rows.lock(id);
      const verification = await rows.find(id);
      if (!verification) return (await findManaged(held.tables, principal, id)).verification;
      const now = clock();
      await rows.end(id, now);
      await rows.note(id, { at: now, status: 'removed', failure: null });
      const { kind, subject, method, status } = verification;
      await audit.record(held.tables, {
        actor: held.actor,
        action: 'verification.remove',
        subject: `@${namespace.handle}`,
        details: { kind, subject, method, before: status },
        origin,
      });
      if (status === 'verified') await held.emit('verification.changed', { namespaceId: namespace.id });
      return verification;
    });
  };
