import type { Transaction } from '@gati/database';

export interface AuditSealRow {
  readonly sequence: bigint;
  readonly sealedAt: Date;
  readonly entryCount: number;
  readonly previous: Uint8Array;
  readonly head: Uint8Array;
  readonly mac: Uint8Array;
}

const shown = { sequence: true, sealedAt: true, entryCount: true, previous: true, head: true, mac: true } as const;

export const auditSeals = (tables: Pick<Transaction, '$queryRaw' | '$executeRaw' | 'auditSeal' | 'auditPlace'>) => ({
  /** One sealer at a time; writers never ask for this. @returns whether the caller is the one */
  tryLock: async (): Promise<boolean> => {
    const [row] = await tables.$queryRaw<[{ locked: boolean }]>`select pg_try_advisory_xact_lock(hashtextextended('namespaces.audit-sealer', 0)) as locked`;
    return row.locked;
  },

  last: (): Promise<AuditSealRow | null> => tables.auditSeal.findFirst({ orderBy: { sequence: 'desc' }, select: shown }),

  /** Seals after a sequence, oldest first. */
  after: (sequence: bigint, limit: number): Promise<AuditSealRow[]> =>
    tables.auditSeal.findMany({ where: { sequence: { gt: sequence } }, orderBy: { sequence: 'asc' }, take: limit, select: shown }),

  /** Entries whose transactions ended and that wait, lowest first. */
  waiting: async (limit: number): Promise<bigint[]> =>
    (await tables.auditPlace.findMany({ where: { sealSequence: null }, orderBy: { entryId: 'asc' }, take: limit, select: { entryId: true } })).map(
      ({ entryId }) => entryId,
    ),

  countWaiting: (): Promise<number> => tables.auditPlace.count({ where: { sealSequence: null } }),

  entriesOf: async (sequence: bigint): Promise<bigint[]> =>
    (await tables.auditPlace.findMany({ where: { sealSequence: sequence }, orderBy: { entryId: 'asc' }, select: { entryId: true } })).map(
      ({ entryId }) => entryId,
    ),

  add: async (seal: AuditSealRow, entryIds: readonly bigint[]): Promise<void> => {
    const { previous, head, mac, ...rest } = seal;
    const bytes = (value: Uint8Array) => new Uint8Array(value);
    await tables.auditSeal.create({ data: { ...rest, previous: bytes(previous), head: bytes(head), mac: bytes(mac) }, select: { sequence: true } });
    await tables.$executeRaw`
      update namespaces.audit_place set seal_sequence = ${seal.sequence} where entry_id = any(${[...entryIds]}::bigint[]) and seal_sequence is null`;
  },

  /** Entries that no place names, at most so many: none, unless somebody wrote past the registry. */
  withoutPlace: async (limit: number): Promise<bigint[]> =>
    (
      await tables.$queryRaw<{ id: bigint }[]>`
        select e.id from namespaces.audit_entry e
        where not exists (select from namespaces.audit_place p where p.entry_id = e.id) order by e.id limit ${limit}`
    ).map(({ id }) => id),

  /** Places under a seal that is not there, at most so many. */
  withoutSeal: async (limit: number): Promise<bigint[]> =>
    (
      await tables.$queryRaw<{ sequence: bigint }[]>`
        select distinct p.seal_sequence as sequence from namespaces.audit_place p
        where p.seal_sequence is not null and not exists (select from namespaces.audit_seal s where s.sequence = p.seal_sequence) order by 1 limit ${limit}`
    ).map(({ sequence }) => sequence),
});
