import type { Principal } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import { apiKeyPrefix } from '../rules/api-key-text.ts';
import { principalOfAccount } from '../tokens/access-tokens.ts';
import type { SecondFactors } from '../second-factors.ts';
import type { Validity } from '../validity.ts';
import type { CheckPassword } from './check-password.ts';
import { principalOfSecret } from './authenticate.ts';

interface Dependencies {
  readonly validity: Validity;
  readonly checkPassword: CheckPassword;
  readonly secondFactors: Pick<SecondFactors, 'has'>;
}

/**
 * Who sends this user name and password: `<handle>` with an API key of that account, or, where passwords are allowed, with its password.
 * A password opens no session: what is granted for it ends by its own short life. It is not enough for an account with a second factor.
 * @throws UNAUTHENTICATED
 * @throws RATE_LIMITED before a password is hashed
 */
export const authenticateBasic =
  ({ validity, checkPassword, secondFactors }: Dependencies) =>
  async (
    username: string,
    password: string,
    { allowPassword, clientAddress }: { readonly allowPassword: boolean; readonly clientAddress: string },
  ): Promise<Principal> => {
    if (password.startsWith(apiKeyPrefix)) {
      const principal = await principalOfSecret(validity, password, { clientAddress });
      if (principal.handle !== username)
        throw new RegistryError('UNAUTHENTICATED', { reason: 'The user name is not the handle of the account that the API key belongs to.' });
      return principal;
    }
    if (!allowPassword) throw new RegistryError('UNAUTHENTICATED', { reason: 'Here the password must be an API key.' });
    const account = await checkPassword(username, password, { clientAddress });
    if (await secondFactors.has(account.id)) {
      throw new RegistryError('UNAUTHENTICATED', {
        reason: 'This account has a second factor, which cannot be shown here.',
        suggestion: 'Send an API key as the password: gati token create',
      });
    }
    return principalOfAccount(account, null);
  };
