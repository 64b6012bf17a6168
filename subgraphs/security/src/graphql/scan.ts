import { buildConnection, defineCursor, parsePage, type PageArguments } from '@gati/pagination';
import { z } from 'zod';
import { severityRank, type FindingPosition, type ScanRow } from '../index.ts';
import type { Context } from './context.ts';

const cursor = defineCursor<FindingPosition>('findings', z.tuple([z.number().int(), z.string()]));
/** What the schema gives where `first` is left out. */
const defaultSize = 50;

export const showScan = (row: ScanRow) => ({ ...row, status: row.status.toUpperCase(), row });

export const scan = {
  findings: async ({ row }: { readonly row: ScanRow }, args: PageArguments, { security }: Context) => {
    const page = parsePage(args, cursor, { defaultSize });
    const found = await security.findingsPage(row.id, page.after, page.limit);
    const { critical, high, medium, low, unknown } = row.counts;
    return {
      ...buildConnection(found, page, cursor, ({ severity, id }) => [severityRank(severity), id]),
      totalCount: critical + high + medium + low + unknown,
    };
  },
};
