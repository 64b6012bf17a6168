import type { Principal, Role, RequestOrigin } from '@gati/authority';
import type { Clock, MakeId } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Handle } from '@gati/identifiers';
import { actInNamespace } from '../act-in-namespace.ts';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { accounts, robots, type RobotRow } from '../repository.ts';
import { robotHandle } from '../rules/robots.ts';
import type { AssertConfirmed } from '../step-up.ts';

export interface CreateRobot {
  readonly namespace: Handle;
  /** See rules/robots.ts. */
  readonly name: string;
  readonly description: string;
  /** Not owner: nobody answers for a machine. */
  readonly role: Exclude<Role, 'owner'>;
}

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly assertConfirmed: AssertConfirmed;
  readonly audit: Audit;
}

/** Robots an organization may have. */
export const robotsMax = 100;

/**
 * Makes a machine's account in an organization: it has a role there and nowhere else, no password and no mailbox, and works by API keys alone.
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED without the role admin, STEP_UP_REQUIRED
 * @throws FORBIDDEN for a user's namespace
 * @throws HANDLE_TAKEN also for the name of one that was removed
 * @throws QUOTA_EXCEEDED above 100
 */
export const createRobot =
  ({ transaction, clock, makeId, assertConfirmed, audit }: Dependencies) =>
  async (principal: Principal, { namespace: organization, name, description, role }: CreateRobot, origin: RequestOrigin): Promise<RobotRow> => {
    await assertConfirmed(principal);
    return actInNamespace({ transaction }, principal, { handle: organization, action: 'namespace.manage' }, async ({ tables, namespace, actor }) => {
      if (namespace.kind !== 'organization')
        throw new RegistryError('FORBIDDEN', { reason: 'Robots belong to organizations.', suggestion: 'Use an API key of your own, or make an organization.' });
      const count = await robots(tables).count(namespace.id);
      if (count >= robotsMax) throw new RegistryError('QUOTA_EXCEEDED', { what: 'The number of robots', limit: robotsMax, found: count + 1 });
      const handle = robotHandle(namespace.handle, name);
      const createdAt = clock();
      const robot: RobotRow = { accountId: makeId(), namespaceId: namespace.id, handle, name, description, role, createdAt };
      const account = { id: robot.accountId, handle, email: null, emailKey: null, passwordHash: null, knownAddresses: [], createdAt };
      if (!(await accounts(tables).insert(account)) || !(await robots(tables).insert(robot))) throw new RegistryError('HANDLE_TAKEN', { handle });
      await audit.record(tables, { actor, action: 'robot.create', subject: `@${handle}`, details: { role, description }, origin });
      return robot;
    });
  };
