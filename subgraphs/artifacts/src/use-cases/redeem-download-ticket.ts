import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Tables } from '../ports.ts';
import { blobs } from '../repository/blobs.ts';
import type { createTicketSigner, DownloadTicket } from '../rules/download-tickets.ts';
import type { ReadableBlob } from './read-blob.ts';

interface Dependencies {
  readonly signer: Pick<ReturnType<typeof createTicketSigner>, 'read'>;
  readonly tables: Tables;
  readonly clock: Clock;
}

/**
 * The blob that a ticket opens. A transfer that has begun goes on after the ticket has expired; a new request needs a new one.
 * @throws NOT_FOUND for what is no ticket of ours, and when the blob was removed or set aside meanwhile
 * @throws FORBIDDEN for one that has expired
 */
export const redeemDownloadTicket =
  ({ signer, tables, clock }: Dependencies) =>
  async (text: string): Promise<ReadableBlob & { readonly ticket: DownloadTicket }> => {
    const ticket = signer.read(text);
    if (!ticket) throw new RegistryError('NOT_FOUND', { reference: 'such download' });
    if (clock() >= ticket.expiresAt)
      throw new RegistryError('FORBIDDEN', { reason: 'This download link has expired.', suggestion: 'Ask for a new one: gati install' });
    const stored = await blobs(tables).findLinked(ticket.artifactId, ticket.digest);
    if (!stored) throw new RegistryError('NOT_FOUND', { reference: ticket.digest });
    return { ...stored, artifactId: ticket.artifactId, isPublic: ticket.isPublic, ticket };
  };
