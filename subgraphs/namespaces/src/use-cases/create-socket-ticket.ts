import { randomBytes } from 'node:crypto';
import type { Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { hashSecret, writeSecret } from '../installation-keys.ts';
import { socketTickets, type Tables } from '../repository.ts';

/** Enough to open a socket, too short to be of use in a log. */
export const ticketLifetimeMs = 60_000;

interface Dependencies {
  readonly tables: Tables;
  readonly clock: Clock;
}

/** Makes a ticket with which the caller's own session or key opens one socket, once, within 60 seconds. @throws UNAUTHENTICATED for anonymous */
export const createSocketTicket =
  ({ tables, clock }: Dependencies) =>
  async (principal: Principal): Promise<{ readonly ticket: string; readonly expiresAt: Date }> => {
    if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
    const { accountId, sessionId, apiKeyId } = principal;
    const ticket = writeSecret('ticket', randomBytes(32));
    const expiresAt = new Date(clock().getTime() + ticketLifetimeMs);
    await socketTickets(tables).insert({ hash: hashSecret(ticket), accountId, sessionId, apiKeyId, expiresAt });
    return { ticket, expiresAt };
  };
