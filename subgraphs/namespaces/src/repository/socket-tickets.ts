import type { Tables } from '../repository.ts';

export interface SocketTicketRow {
  readonly accountId: string;
  readonly sessionId: string | null;
  readonly apiKeyId: string | null;
}

export const socketTickets = (tables: Tables) => ({
  insert: async (ticket: SocketTicketRow & { readonly hash: Uint8Array; readonly expiresAt: Date }): Promise<void> =>
    void (await tables.socketTicket.create({ data: { ...ticket, hash: Buffer.from(ticket.hash) } })),

  /** Takes a ticket: of several that try, one gets it. */
  use: async (hash: Uint8Array, now: Date): Promise<SocketTicketRow | null> => {
    const [row] = await tables.$queryRaw<SocketTicketRow[]>`
      update namespaces.socket_ticket set used_at = ${now}
      where hash = ${Buffer.from(hash)} and used_at is null and expires_at > ${now}
      returning account_id as "accountId", session_id as "sessionId", api_key_id as "apiKeyId"`;
    return row ?? null;
  },
});
