import type { Context } from '../context.ts';
import { shownReport } from '../store-report.ts';

export const collectGarbage = async (_: unknown, { input }: { readonly input: { readonly dryRun: boolean } }, { principal, origin, artifacts }: Context) => {
  const report = await artifacts.requestCollection(principal, { isDryRun: input.dryRun, origin });
  return { report: report && shownReport(report) };
};
