import { decide, type FactsFor, type Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { apiKeys, robots, type ApiKeyRow, type RobotRow, type Tables } from '../repository.ts';
import { robotsMax } from './create-robot.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly factsFor: FactsFor;
  readonly clock: Clock;
}

const keysShownMax = 100;

/** Whether the caller manages a namespace, and so sees its machines. */
const manages = async (factsFor: FactsFor, principal: Principal, namespaceId: string): Promise<boolean> => {
  const facts = (await factsFor(principal, [namespaceId])).get(namespaceId);
  return facts !== undefined && decide(principal, 'namespace.manage', { ...facts, visibility: 'public', admitted: true }).kind === 'allowed';
};

/** Robots of a namespace by name, at most 100; none for whoever does not manage it. */
export const listRobots =
  ({ tables, factsFor }: Dependencies) =>
  async (principal: Principal, namespaceId: string): Promise<readonly RobotRow[]> =>
    (await manages(factsFor, principal, namespaceId)) ? robots(tables).list(namespaceId, robotsMax) : [];

/** Keys of a robot, newest first, at most 100, without those that were revoked; none for whoever does not manage its organization. */
export const listRobotKeys =
  ({ tables, factsFor, clock }: Dependencies) =>
  async (principal: Principal, { accountId, namespaceId }: Pick<RobotRow, 'accountId' | 'namespaceId'>): Promise<readonly ApiKeyRow[]> =>
    (await manages(factsFor, principal, namespaceId)) ? apiKeys(tables).list(accountId, clock(), keysShownMax) : [];
