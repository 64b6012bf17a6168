import { createRegistryClient, isRegistryRefusal, RefreshSessionDocument, type RegistryClient } from '@gati/sdk';
import { refuse } from '../refuse.ts';
import type { Login, LoginFile } from './login-file.ts';

export interface TokenDependencies {
  readonly registry: string;
  /** GATI_TOKEN; counts before the login that is kept. */
  readonly given: string | undefined;
  readonly logins: LoginFile;
  readonly now: () => Date;
  /** Told when the login that was kept no longer counts. */
  readonly onEnded: () => void;
  readonly fetch?: typeof fetch | undefined;
}

/** An access token is renewed this long before it ends, so that it outlives the request it is fetched for. */
const marginMs = 30_000;

/** Not `gati login`: what is set would count before it. */
const givenIsNoGood = (registry: string) =>
  refuse('UNAUTHENTICATED', `GATI_TOKEN is set and not valid at ${registry}: it has expired, was revoked, or belongs to another registry.`, [
    'Unset GATI_TOKEN to go on with the login that is kept, or as nobody',
    'Or make a new key and set that: gati token create NAME',
  ]);

/** Gives the token for each request: the one from the environment, else the login's, renewed when it is about to end or was refused.
 *  A refresh token works once, and using it twice ends the whole sign-in: runs beside each other renew one after the other, and the later ones take what the first got.
 *  @throws UNAUTHENTICATED when the one from the environment was refused: nothing is done as nobody that was to be done as somebody */
export function createTokens({ registry, given, logins, now, onEnded, fetch }: TokenDependencies): (refused?: string) => Promise<string | undefined> {
  let held: Promise<Login | null> | undefined;
  let renewing: Promise<string | undefined> | undefined;

  const isFresh = ({ accessToken, expiresAt }: Login, refused: string | undefined): boolean =>
    accessToken !== refused && Date.parse(expiresAt) - now().getTime() > marginMs;

  async function exchange(refreshToken: string): Promise<Login> {
    const client: RegistryClient = createRegistryClient({ url: registry, ...(fetch ? { fetch } : {}) });
    const { refreshSession } = await client.mutate(RefreshSessionDocument, { input: { refreshToken } });
    const { session } = refreshSession!;
    return { handle: session.account.handle, accessToken: session.accessToken, refreshToken: session.refreshToken, expiresAt: session.expiresAt };
  }

  const renew = (refused: string | undefined): Promise<string | undefined> =>
    logins.change(registry, async (present, keep) => {
      // Another run may have renewed it while this one waited for the lock.
      if (!present || isFresh(present, refused)) {
        held = Promise.resolve(present);
        return present?.accessToken;
      }
      try {
        const login = await exchange(present.refreshToken);
        await keep(login);
        held = Promise.resolve(login);
        return login.accessToken;
      } catch (error) {
        if (!isRegistryRefusal(error) || error.code !== 'UNAUTHENTICATED') throw error;
        await keep(null);
        held = Promise.resolve(null);
        onEnded();
        return undefined;
      }
    });

  return async (refused) => {
    if (given !== undefined) {
      if (refused === given) throw givenIsNoGood(registry);
      return given;
    }
    const login = await (held ??= logins.read(registry));
    if (!login) return undefined;
    if (isFresh(login, refused)) return login.accessToken;
    renewing ??= renew(refused).finally(() => (renewing = undefined));
    return renewing;
  };
}
