import type { Context } from '../context.ts';
import { showSession } from '../shapes.ts';

export const completeDeviceLogin = async (_: unknown, { input }: { readonly input: { readonly deviceCode: string } }, { namespaces, origin }: Context) =>
  showSession(await namespaces.completeDeviceLogin(input.deviceCode, origin));
