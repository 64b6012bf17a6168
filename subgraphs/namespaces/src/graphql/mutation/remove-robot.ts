import type { Context } from '../context.ts';
import { showRobot } from '../shapes.ts';

export const removeRobot = async (_: unknown, { input }: { readonly input: { readonly id: string } }, { principal, namespaces, origin }: Context) => ({
  robot: showRobot(await namespaces.removeRobot(principal, input.id, origin)),
});
