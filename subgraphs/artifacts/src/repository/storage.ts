import { Prisma } from '@gati/database';
import type { StorageState } from '../rules/quota.ts';
import type { Sql } from './tables.ts';

/** What a namespace holds, each blob counted once, and the limit that an administrator set for it alone. */
export interface NamespaceHolding {
  readonly storedBytes: number;
  /** null for what the installation allows everyone. */
  readonly quotaBytes: number | null;
}

export interface NamespaceStorageRow extends NamespaceHolding {
  readonly logicalBytes: number;
}

export interface HoldingColumns {
  readonly stored_bytes: bigint;
  readonly quota_bytes: bigint | null;
}

export const holdingOf = ({ stored_bytes, quota_bytes }: HoldingColumns): NamespaceHolding => ({
  storedBytes: Number(stored_bytes),
  quotaBytes: quota_bytes === null ? null : Number(quota_bytes),
});

/**
 * How much each namespace holds. The numbers change in the statement that gives or takes a link (`repository/blobs.ts`), so they are exact at every commit and nothing is ever summed up on a push.
 * Two transactions that link blobs of one namespace wait for each other here alone: a link is the last thing a push does.
 */
export const storage = (tables: Sql) => ({
  of: async (namespaceId: string): Promise<NamespaceStorageRow> => {
    const [row] = await tables.$queryRaw<readonly (HoldingColumns & { readonly logical_bytes: bigint })[]>`
      select logical_bytes, stored_bytes, quota_bytes from artifacts.namespace_storage where namespace_id = ${namespaceId}::uuid`;
    return row ? { ...holdingOf(row), logicalBytes: Number(row.logical_bytes) } : { logicalBytes: 0, storedBytes: 0, quotaBytes: null };
  },

  hasBlob: async (namespaceId: string, digest: string): Promise<boolean> => {
    const rows = await tables.$queryRaw<
      readonly unknown[]
    >`select 1 from artifacts.namespace_blob where namespace_id = ${namespaceId}::uuid and digest = ${digest} and links > 0`;
    return rows.length > 0;
  },

  setQuota: async (namespaceId: string, quotaBytes: number | null): Promise<void> => {
    await tables.$executeRaw`
      insert into artifacts.namespace_storage (namespace_id, quota_bytes) values (${namespaceId}::uuid, ${quotaBytes}::bigint)
      on conflict (namespace_id) do update set quota_bytes = excluded.quota_bytes`;
  },

  /** Namespaces whose numbers are not what their links add up to. One statement sees one moment, so pushes beside it make no difference. */
  astray: async (): Promise<readonly string[]> => {
    const rows = await tables.$queryRaw<readonly { namespace_id: string }[]>`
      with ${counted}
      select coalesce(counted.namespace_id, s.namespace_id) as namespace_id
      from counted full join artifacts.namespace_storage s on s.namespace_id = counted.namespace_id
      where coalesce(s.logical_bytes, 0) <> coalesce(counted.logical_bytes, 0) or coalesce(s.stored_bytes, 0) <> coalesce(counted.stored_bytes, 0)
      union
      select coalesce(l.namespace_id, n.namespace_id)
      from linked l full join artifacts.namespace_blob n on n.namespace_id = l.namespace_id and n.digest = l.digest
      where coalesce(l.links, 0) <> coalesce(n.links, 0)`;
    return rows.map(({ namespace_id }) => namespace_id);
  },

  /** Sums one namespace up anew. Links wait for as long as this transaction lasts, so that nothing is counted twice or missed: only for what went astray. */
  recount: async (namespaceId: string): Promise<void> => {
    await tables.$executeRaw`lock table artifacts.namespace_blob in share row exclusive mode`;
    await tables.$executeRaw`insert into artifacts.namespace_storage (namespace_id) values (${namespaceId}::uuid) on conflict do nothing`;
    await tables.$executeRaw`delete from artifacts.namespace_blob where namespace_id = ${namespaceId}::uuid`;
    await tables.$executeRaw`
      with ${counted}, written as (
        insert into artifacts.namespace_blob (namespace_id, digest, links) select namespace_id, digest, links from linked where namespace_id = ${namespaceId}::uuid
      )
      update artifacts.namespace_storage s
      set logical_bytes = coalesce((select c.logical_bytes from counted c where c.namespace_id = s.namespace_id), 0),
        stored_bytes = coalesce((select c.stored_bytes from counted c where c.namespace_id = s.namespace_id), 0)
      where s.namespace_id = ${namespaceId}::uuid`;
  },
});

/** What the links add up to: `linked` for each blob of a namespace, `counted` for each namespace. */
const counted = Prisma.sql`linked as (
    select a.namespace_id, l.digest, count(*)::int as links from artifacts.repository_blob l join artifacts.artifact a on a.id = l.artifact_id group by 1, 2
  ), counted as (
    select n.namespace_id, sum(b.size_bytes * n.links)::bigint as logical_bytes, sum(b.size_bytes)::bigint as stored_bytes
    from linked n join artifacts.blob b on b.digest = n.digest group by 1
  )`;

/** What holds for a namespace: its own limit, else the installation's. */
export const stateOf = ({ storedBytes, quotaBytes }: NamespaceHolding, defaultQuotaBytes: number | null): StorageState => ({
  storedBytes,
  quotaBytes: quotaBytes ?? defaultQuotaBytes,
});
