import type { SafeFetch } from '@gati/safe-fetch';
import type { Tables, VerificationRow } from '../repository.ts';
import type { Finding } from '../rules/verification-state.ts';
import { lookInDns, lookInFile } from './domain.ts';
import { lookAtGithub } from './github.ts';
import { lookForLinkBack } from './social.ts';

/** Looks for a proof where it should be, within seconds, outside of any transaction. What cannot be looked at is not found. */
export type LookForProof = (verification: VerificationRow) => Promise<Finding>;

export const lookForProof =
  ({ outside, tables }: { readonly outside: SafeFetch; readonly tables: Tables }): LookForProof =>
  (verification) => {
    if (verification.kind === 'github') return lookAtGithub(outside, tables, verification);
    if (verification.kind === 'social') return lookForLinkBack(outside, verification);
    return verification.method === 'dns_txt' ? lookInDns(outside, verification) : lookInFile(outside, verification);
  };
