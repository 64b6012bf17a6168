import { parseHandle } from '@gati/identifiers';
import { parseDisplayText, parseRobotName } from '../../index.ts';
import type { Context } from '../context.ts';
import { showRobot } from '../shapes.ts';

interface Input {
  readonly namespace: string;
  readonly name: string;
  readonly description: string;
  readonly role: 'ADMIN' | 'WRITE' | 'READ';
}
const roles = { ADMIN: 'admin', WRITE: 'write', READ: 'read' } as const;

export const createRobot = async (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) => {
  const wanted = {
    namespace: parseHandle(input.namespace, 'input.namespace'),
    name: parseRobotName(input.name, 'input.name'),
    description: parseDisplayText(input.description, 'input.description'),
    role: roles[input.role],
  };
  return { robot: showRobot(await namespaces.createRobot(principal, wanted, origin)) };
};
