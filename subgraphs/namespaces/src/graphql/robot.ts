import type { Context } from './context.ts';
import { showApiKey, type showRobot } from './shapes.ts';

export const robot = {
  apiKeys: async ({ id, namespaceId }: ReturnType<typeof showRobot>, _: unknown, { principal, namespaces }: Context) =>
    (await namespaces.listRobotKeys(principal, { accountId: id, namespaceId })).map(showApiKey),
};
