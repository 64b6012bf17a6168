import type { Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { hashSecret, isSecretText } from '../installation-keys.ts';
import { accounts, socketTickets, type Tables } from '../repository.ts';
import type { Validity } from '../validity.ts';
import { principalOfApiKey } from './authenticate.ts';
import { principalOfAccount } from '../tokens/access-tokens.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly clock: Clock;
  readonly validity: Validity;
}

/**
 * Who made this ticket; it is used up by that, also by an attempt whose session has ended in the meantime.
 * @throws UNAUTHENTICATED for a ticket that is unknown, used or older than 60 seconds, and when its session or key has ended
 */
export const redeemSocketTicket =
  ({ tables, clock, validity }: Dependencies) =>
  async (ticket: string): Promise<Principal> => {
    const refused = new RegistryError('UNAUTHENTICATED', { reason: 'The ticket is not valid, or not any more.' });
    const used = isSecretText('ticket', ticket) ? await socketTickets(tables).use(hashSecret(ticket), clock()) : null;
    if (!used) throw refused;

    if (used.apiKeyId !== null) {
      const key = await validity.apiKey(used.apiKeyId);
      if (!key) throw refused;
      return principalOfApiKey(key);
    }
    const account = used.sessionId !== null && (await validity.session(used.sessionId)) ? await accounts(tables).find(used.accountId) : null;
    if (!account || used.sessionId === null) throw refused;
    return principalOfAccount(account, used.sessionId);
  };
