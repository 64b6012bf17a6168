import { RegistryError } from '@gati/errors';
import type { NamedGrantee } from '../ports.ts';

export interface GranteeInput {
  readonly account?: string | null;
  readonly team?: string | null;
}

/** Takes a handle with or without the @. @throws VALIDATION_FAILED unless exactly one is named */
export function parseGrantee({ account, team }: GranteeInput): NamedGrantee {
  if (account && !team) return { account: account.replace(/^@/, '') };
  if (team && !account) return { team };
  throw new RegistryError('VALIDATION_FAILED', {
    fields: [{ path: 'input', message: 'names not exactly one account or team', fix: 'Give either account or team.' }],
  });
}
