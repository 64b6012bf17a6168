import { RegistryError } from '@gati/errors';
import { parseHandle } from '@gati/identifiers';
import type { Context } from '../context.ts';

interface Input {
  readonly namespace: string;
  readonly quotaBytes?: bigint | null;
}

export const setNamespaceQuota = async (_: unknown, { input }: { readonly input: Input }, { principal, origin, artifacts }: Context) => {
  const quotaBytes = input.quotaBytes ?? null;
  if (quotaBytes !== null && (quotaBytes < 0n || quotaBytes > BigInt(Number.MAX_SAFE_INTEGER)))
    throw new RegistryError('VALIDATION_FAILED', {
      fields: [{ path: 'input.quotaBytes', message: `must be 0 to ${Number.MAX_SAFE_INTEGER}, not ${quotaBytes}` }],
    });
  const handle = parseHandle(input.namespace, 'input.namespace');
  const id = await artifacts.setQuota(principal, { handle, quotaBytes: quotaBytes === null ? null : Number(quotaBytes), origin });
  return { namespace: { id } };
};
