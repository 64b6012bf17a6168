import type { Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { sessions, type ListedSession, type Tables } from '../repository.ts';

const sessionsShownMax = 100;

/** Where the asker is signed in, used last first, at most 100. An API key sees them only with the scope admin and without a limit: they tell where a person is. */
export const listSessions =
  ({ tables, clock }: { readonly tables: Tables; readonly clock: Clock }) =>
  async (principal: Principal): Promise<readonly ListedSession[]> => {
    if (principal.kind === 'anonymous') return [];
    if (principal.sessionId === null && (!principal.scopes.has('admin') || principal.limitedTo)) return [];
    return sessions(tables).list(principal.accountId, clock(), sessionsShownMax);
  };
