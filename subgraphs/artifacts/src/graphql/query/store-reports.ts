import { RegistryError } from '@gati/errors';
import type { Context } from '../context.ts';
import { shownReport } from '../store-report.ts';

export const storeReports = async (_: unknown, { first }: { readonly first: number }, { principal, artifacts }: Context) => {
  if (first < 1 || first > 100) throw new RegistryError('VALIDATION_FAILED', { fields: [{ path: 'first', message: `must be 1 to 100, not ${first}` }] });
  return (await artifacts.listUpkeepReports(principal, first)).map(shownReport);
};
