import type { Transaction } from '@gati/database';

export const auditEntries = (tables: Pick<Transaction, 'auditEntry'>) => ({
  append: async (entry: {
    readonly at: Date;
    readonly actorId: string | null;
    readonly actor: string;
    readonly action: string;
    readonly subject: string;
    readonly details: object;
    readonly requestId: string | null;
  }): Promise<void> => void (await tables.auditEntry.create({ data: entry, select: { id: true } })),
});
