import { parseDisplayText } from '../../index.ts';
import type { Context } from '../context.ts';

export const startDeviceLogin = (_: unknown, { input }: { readonly input: { readonly clientName: string } }, { namespaces, origin }: Context) =>
  namespaces.startDeviceLogin(parseDisplayText(input.clientName, 'input.clientName'), origin);
