import type { Principal, RequestOrigin } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import { z } from 'zod';
import { assertMayActOn } from '../act-in-namespace.ts';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { invitations, members, namespaces, type InvitationRow } from '../repository.ts';
import { actionFor } from '../rules/membership.ts';

/**
 * Takes an offer back before it is accepted.
 * @throws UNAUTHENTICATED for anonymous
 * @throws NOT_FOUND alike for what is missing and for what the caller may not manage
 */
export const withdrawInvitation =
  ({ transaction, audit }: { readonly transaction: RunTransaction; readonly audit: Audit }) =>
  (principal: Principal, id: string, origin: RequestOrigin): Promise<InvitationRow> => {
    if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
    const missing = new RegistryError('NOT_FOUND', { reference: `invitation ${id.slice(0, 80)}` });
    if (!z.guid().safeParse(id).success) throw missing;
    return transaction(async (tables) => {
      const found = await invitations(tables).find(id);
      const [namespace] = found ? await namespaces(tables).findMany([found.namespaceId]) : [];
      if (!found || !namespace) throw missing;
      await members(tables).lock(namespace.id);
      await assertMayActOn(tables, principal, namespace, actionFor(found.role)).catch(() => {
        throw missing;
      });
      if (!(await invitations(tables).remove(id))) throw missing;
      await audit.record(tables, {
        actor: principal,
        action: 'invitation.withdraw',
        subject: `@${namespace.handle}`,
        details: { role: found.role, email: found.email },
        origin,
      });
      return found;
    });
  };
