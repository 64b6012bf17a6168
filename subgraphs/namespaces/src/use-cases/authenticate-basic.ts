import type { Principal } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { RequestOrigin } from '../limits.ts';
import type { AccountRow } from '../repository.ts';
import { apiKeyPrefix } from '../rules/api-key-text.ts';
import { principalOfAccount } from '../tokens/access-tokens.ts';
import type { Validity } from '../validity.ts';
import { principalOfSecret } from './authenticate.ts';

interface Dependencies {
  readonly validity: Validity;
  readonly checkPassword: (handleOrEmail: string, password: string, origin: RequestOrigin) => Promise<AccountRow>;
}

/**
 * Who sends this user name and password: `<handle>` with an API key of that account, or, where passwords are allowed, with its password.
 * A password opens no session: what is granted for it ends by its own short life.
 * @throws UNAUTHENTICATED
 * @throws RATE_LIMITED before a password is hashed
 */
export const authenticateBasic =
  ({ validity, checkPassword }: Dependencies) =>
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
    return principalOfAccount(await checkPassword(username, password, { clientAddress }), null);
  };
