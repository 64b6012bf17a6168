import type { Prisma } from '@gati/database';
import type { Tables } from '../repository.ts';
import type { VerificationState, VerificationStatus } from '../rules/verification-state.ts';
import type { VerificationTarget } from '../rules/verification.ts';

/** One change in the life of a proof. */
export interface VerificationEventRow {
  readonly at: Date;
  /** A status, `replaced` or `removed`. */
  readonly status: VerificationStatus | 'replaced' | 'removed';
  readonly failure: string | null;
}

export interface VerificationRow extends VerificationTarget, VerificationState {
  readonly id: string;
  readonly namespaceId: string;
  readonly location: string;
  readonly value: string;
  readonly subjectId: string | null;
  readonly requestedBy: string;
  readonly createdAt: Date;
  readonly checkedAt: Date | null;
  /** Newest first, at most 50. */
  readonly events: readonly VerificationEventRow[];
}
export interface BadgeRow {
  readonly namespaceId: string;
  readonly kind: VerificationTarget['kind'];
  readonly subject: string;
  readonly verifiedAt: Date;
}

const eventsMax = 50;
const shown = {
  id: true,
  namespaceId: true,
  kind: true,
  subject: true,
  method: true,
  location: true,
  value: true,
  subjectId: true,
  requestedBy: true,
  status: true,
  failure: true,
  createdAt: true,
  checkedAt: true,
  verifiedAt: true,
  expiresAt: true,
  nextCheckAt: true,
  events: { select: { at: true, status: true, failure: true }, orderBy: { id: 'desc' }, take: eventsMax },
} as const satisfies Prisma.VerificationSelect;
const read = (row: Prisma.VerificationGetPayload<{ select: typeof shown }>): VerificationRow => row as VerificationRow;
const open = { endedAt: null } as const;

export const verifications = (tables: Tables) => ({
  find: async (id: string): Promise<VerificationRow | null> => {
    const row = await tables.verification.findUnique({ where: { id, ...open }, select: shown });
    return row && read(row);
  },

  /** Newest first. */
  list: async (namespaceId: string, limit: number): Promise<VerificationRow[]> =>
    (await tables.verification.findMany({ where: { namespaceId, ...open }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: limit, select: shown })).map(
      read,
    ),

  count: (namespaceId: string): Promise<number> => tables.verification.count({ where: { namespaceId, ...open } }),

  /** What is shown of namespaces: proofs that were seen and have not been out of sight for too long. */
  badges: async (namespaceIds: readonly string[], now: Date): Promise<BadgeRow[]> =>
    (await tables.verification.findMany({
      where: { namespaceId: { in: [...namespaceIds] }, status: 'verified', expiresAt: { gt: now }, ...open },
      orderBy: [{ kind: 'asc' }, { subject: 'asc' }],
      select: { namespaceId: true, kind: true, subject: true, verifiedAt: true },
    })) as BadgeRow[],

  insert: async (row: Omit<VerificationRow, 'events' | 'checkedAt' | 'verifiedAt' | 'subjectId' | 'failure'>): Promise<void> =>
    void (await tables.verification.create({ data: row, select: { id: true } })),

  /** Decided by the row: of several who would look at once, one does. @returns false when somebody has looked since then */
  claim: async (id: string, { now, notSince }: { readonly now: Date; readonly notSince: Date }): Promise<boolean> =>
    (await tables.verification.updateMany({ where: { id, ...open, OR: [{ checkedAt: null }, { checkedAt: { lte: notSince } }] }, data: { checkedAt: now } }))
      .count === 1,

  /** Takes those whose time has come, and puts it off, so that of several processes one looks and what it fails to finish is taken again. */
  claimDue: async (now: Date, { again, limit }: { readonly again: Date; readonly limit: number }): Promise<string[]> =>
    (
      await tables.$queryRaw<{ id: string }[]>`
        update namespaces.verification set next_check_at = ${again}, checked_at = ${now} where id in (
          select id from namespaces.verification where next_check_at <= ${now} and ended_at is null
          order by next_check_at limit ${limit} for update skip locked) returning id`
    ).map(({ id }) => id),

  /** The row as it is now, which nobody else changes until the transaction ends. */
  lock: async (id: string): Promise<void> => void (await tables.$executeRaw`select id from namespaces.verification where id = ${id}::uuid for update`),

  update: async (id: string, state: VerificationState & { readonly subjectId: string | null }): Promise<void> =>
    void (await tables.verification.update({
      where: { id },
      data: {
        status: state.status,
        failure: state.failure,
        verifiedAt: state.verifiedAt,
        expiresAt: state.expiresAt,
        nextCheckAt: state.nextCheckAt,
        subjectId: state.subjectId,
      },
      select: { id: true },
    })),

  end: async (id: string, endedAt: Date): Promise<void> =>
    void (await tables.verification.updateMany({ where: { id, ...open }, data: { endedAt, nextCheckAt: null } })),

  /** Others for the same thing of the same namespace. */
  findOthers: async ({
    id,
    namespaceId,
    kind,
    subject,
  }: Pick<VerificationRow, 'id' | 'namespaceId' | 'kind' | 'subject'>): Promise<{ id: string; status: string }[]> =>
    tables.verification.findMany({ where: { namespaceId, kind, subject, id: { not: id }, ...open }, select: { id: true, status: true } }),

  note: async (verificationId: string, event: VerificationEventRow): Promise<void> =>
    void (await tables.verificationEvent.create({ data: { verificationId, ...event }, select: { id: true } })),
});
