import { identityHeader } from '@gati/subgraph';
import type { Caller } from '../caller.ts';

/** How a subgraph learns who asks: `signed` for subgraphs of ours, by the internal token; `forwarded` for foreign ones, by the client's own Authorization. */
export type IdentityKind = 'signed' | 'forwarded';

/** What a request of this caller carries, as headers or as connection parameters. */
export function credentialsOf(identity: IdentityKind, caller: Caller): Record<string, string> {
  if (identity === 'signed') return { [identityHeader]: caller.identity() };
  return caller.authorization === undefined ? {} : { authorization: caller.authorization };
}
