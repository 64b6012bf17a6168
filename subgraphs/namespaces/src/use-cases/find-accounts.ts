import { z } from 'zod';
import { accounts, type AccountRow, type Tables } from '../repository.ts';

/** Accounts by id, in one query; what does not exist is absent. The e-mail address is for the account itself alone. */
export const accountsByIds =
  ({ tables }: { readonly tables: Tables }) =>
  async (ids: readonly string[]): Promise<ReadonlyMap<string, AccountRow>> => {
    const possible = [...new Set(ids)].filter((id) => z.guid().safeParse(id).success);
    const rows = possible.length > 0 ? await accounts(tables).findMany(possible) : [];
    return new Map(rows.map((row) => [row.id, row]));
  };
