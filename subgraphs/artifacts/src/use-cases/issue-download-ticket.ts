import type { Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import type { Digest } from '@gati/identifiers';
import { ticketLifetimeMs, type createTicketSigner } from '../rules/download-tickets.ts';

export interface DownloadLink {
  /** Absolute; works without further credentials, with ranges, until it expires. */
  readonly url: string;
  readonly expiresAt: Date;
}

export interface TicketRequest {
  readonly digest: Digest;
  readonly artifactId: string;
  readonly versionId: string;
  /** Whether the version is public, free and served, so that caches may keep the bytes. */
  readonly isPublic: boolean;
}

/** A link to one blob of a version. Decides no rights: the caller has. @param origin  where bytes of publishers are served, without a slash at its end */
export const issueDownloadTicket =
  ({ signer, clock, origin }: { readonly signer: Pick<ReturnType<typeof createTicketSigner>, 'sign'>; readonly clock: Clock; readonly origin: string }) =>
  (principal: Principal, request: TicketRequest): DownloadLink => {
    const expiresAt = new Date(clock().getTime() + ticketLifetimeMs);
    const ticket = signer.sign({ ...request, accountId: principal.kind === 'anonymous' ? null : principal.accountId, expiresAt });
    return { url: `${origin}/downloads/${ticket}`, expiresAt };
  };
