import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** The secret that a mail carries to an invited address. It is computed from the invitation and kept nowhere; who invites does not learn it. */
export interface InvitationTokens {
  readonly of: (invitationId: string) => string;
  readonly isOf: (invitationId: string, token: string) => boolean;
}

const prefix = 'gatv_';

/** @param secret  GATI_SECRET */
export function createInvitationTokens(secret: string): InvitationTokens {
  const key = Buffer.from(hkdfSync('sha256', secret, 'gati-registry', 'namespaces/invitation-token/v1', 32));
  const of = (invitationId: string) => prefix + createHmac('sha256', key).update(invitationId).digest('base64url');
  return {
    of,
    isOf: (invitationId, token) => {
      const [expected, given] = [Buffer.from(of(invitationId)), Buffer.from(token)];
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}
