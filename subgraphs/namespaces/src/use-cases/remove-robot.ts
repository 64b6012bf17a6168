import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { z } from 'zod';
import { actInNamespace } from '../act-in-namespace.ts';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { apiKeys, members, namespaces, robots, type RobotRow, type Tables } from '../repository.ts';
import type { AssertConfirmed } from '../step-up.ts';
import type { Validity } from '../validity.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly validity: Validity;
  readonly assertConfirmed: AssertConfirmed;
  readonly audit: Audit;
}

/**
 * Removes a robot with what was granted to it, and revokes all its keys: here at once, in other processes within 5 seconds. What it published stays.
 * @throws NOT_FOUND alike for a robot that is not there and for whoever may not manage its organization
 * @throws UNAUTHENTICATED, STEP_UP_REQUIRED
 */
export const removeRobot =
  ({ tables, transaction, clock, validity, assertConfirmed, audit }: Dependencies) =>
  async (principal: Principal, id: string, origin: RequestOrigin): Promise<RobotRow> => {
    await assertConfirmed(principal);
    const missing = new RegistryError('NOT_FOUND', { reference: `robot ${id.slice(0, 80)}` });
    const robot = z.guid().safeParse(id).success ? await robots(tables).find(id) : null;
    const organization = robot && (await namespaces(tables).findMany([robot.namespaceId]))[0];
    if (!organization) throw missing;
    const revoked = await actInNamespace({ transaction }, principal, { handle: organization.handle, action: 'namespace.manage' }, async (held) => {
      const removedAt = clock();
      if (!(await robots(held.tables).remove(id, removedAt))) throw missing;
      const keys = await apiKeys(held.tables).revokeAll(id, removedAt);
      await members(held.tables).removeGrants(robot.namespaceId, id);
      await audit.record(held.tables, {
        actor: held.actor,
        action: 'robot.remove',
        subject: `@${robot.handle}`,
        details: { apiKeys: keys },
        origin,
      });
      return keys;
    }).catch((error: unknown) => {
      // Who may not manage the organization does not learn that it has such a robot.
      throw error instanceof RegistryError && error.code === 'NAMESPACE_PERMISSION_DENIED' ? missing : error;
    });
    await Promise.all(revoked.map(validity.forgetApiKey));
    return robot;
  };
