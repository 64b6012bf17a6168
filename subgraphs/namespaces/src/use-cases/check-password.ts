import type { RequestOrigin } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { AttemptLimits } from '../limits.ts';
import type { Passwords } from '../passwords.ts';
import { accounts, type AccountRow, type Tables } from '../repository.ts';
import { knownAddressesMax, knownAddressOf } from '../rules/known-address.ts';
import { readSignInName } from '../rules/sign-in-name.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly passwords: Passwords;
  readonly limits: AttemptLimits;
}

/** @see checkPassword */
export type CheckPassword = ReturnType<typeof checkPassword>;

/**
 * Whose handle or e-mail address and password these are. One that does not exist and a wrong password are answered alike and after the same work.
 * Whether a second factor is needed too is asked elsewhere.
 * @throws UNAUTHENTICATED
 * @throws RATE_LIMITED before anything is hashed: after too many tries from an address, and failures for an account from there or, unless it is known there, from anywhere
 */
export const checkPassword =
  ({ tables, passwords, limits }: Dependencies) =>
  async (handleOrEmail: string, password: string, origin: RequestOrigin): Promise<AccountRow> => {
    const name = readSignInName(handleOrEmail);
    const places = name ? await accounts(tables).findForSignIn(name) : [null];
    const candidates = places.flatMap((place) => (place ? [place] : []));
    const isKnownHere = () =>
      candidates.some(({ id, knownAddresses }) => knownAddresses.some((known) => knownAddressOf(id, origin.clientAddress).equals(known)));
    const attempt = await limits.password(candidates[0]?.id ?? handleOrEmail.slice(0, 254), origin, isKnownHere);
    // As many passwords are hashed as there are places, whoever stands there: the time tells nothing.
    const right = await Promise.all(places.map((place) => passwords.verify(place?.passwordHash ?? null, password)));
    const found = places.find((_, i) => right[i]);
    if (!found) {
      throw new RegistryError('UNAUTHENTICATED', {
        reason: 'The handle or e-mail address and the password do not belong together.',
        suggestion: 'Check both, and sign in again.',
      });
    }
    await attempt.succeeded();
    const { id, handle, email, knownAddresses } = found;
    const here = knownAddressOf(id, origin.clientAddress);
    const isNewest = knownAddresses[0] !== undefined && here.equals(knownAddresses[0]);
    if (!isNewest) await accounts(tables).noteAddress(id, here, knownAddressesMax);
    return { id, handle, email };
  };
