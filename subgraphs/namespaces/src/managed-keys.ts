import { decide, type KnownPrincipal } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import { z } from 'zod';
import { apiKeys, namespaces, robots, type ApiKeyWithOwner, type RobotRow, type Tables } from './repository.ts';

/** A robot, if the caller manages its organization. */
async function managedRobot(tables: Tables, principal: KnownPrincipal, id: string): Promise<RobotRow | null> {
  const robot = z.guid().safeParse(id).success ? await robots(tables).find(id) : null;
  const [standing] = robot ? await namespaces(tables).standingOf(principal.accountId, [robot.namespaceId]) : [];
  if (!robot || !standing) return null;
  const subject = { namespaceId: standing.id, handle: standing.handle, role: standing.role, visibility: 'public', admitted: true } as const;
  return decide(principal, 'namespace.manage', subject).kind === 'allowed' ? robot : null;
}

/** A robot whose organization the caller manages. @throws NOT_FOUND alike for what is not there and what is not the caller's business */
export async function findManagedRobot(tables: Tables, principal: KnownPrincipal, id: string): Promise<RobotRow> {
  const robot = await managedRobot(tables, principal, id);
  if (!robot) throw new RegistryError('NOT_FOUND', { reference: `robot ${id.slice(0, 80)}` });
  return robot;
}

/** A key of the caller's own account, or of a robot that the caller manages. @throws NOT_FOUND for every other */
export async function findManagedKey(tables: Tables, principal: KnownPrincipal, id: string): Promise<ApiKeyWithOwner> {
  const key = z.guid().safeParse(id).success ? await apiKeys(tables).find(id) : null;
  if (key && (key.accountId === principal.accountId || (await managedRobot(tables, principal, key.accountId)))) return key;
  throw new RegistryError('NOT_FOUND', { reference: `API key ${id.slice(0, 80)}` });
}
