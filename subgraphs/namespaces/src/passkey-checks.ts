import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { z } from 'zod';
import { hashSecret } from './installation-keys.ts';
import { accounts, passkeys, type AccountRow, type Tables } from './repository.ts';

/** WebAuthn level 3, 15.1 recommends five minutes at most. */
export const challengeLifetimeMs = 5 * 60_000;
/** Several times what any authenticator answers. */
const answerLengthMax = 32_768;

/** A credential that its authenticator has just made. */
export interface NewPasskey {
  readonly id: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: string[];
  readonly isBackedUp: boolean;
}

/** WebAuthn, with the person verified by the authenticator (PIN or body) every time: a passkey is two factors in one. */
export interface PasskeyChecks {
  /** What the browser hands to the authenticator to make a credential, as JSON. @throws FORBIDDEN where the registry's own address is no name */
  readonly registrationOptions: (account: AccountRow) => Promise<string>;
  /** The new credential, if the authenticator made it for this account, here and now; null for anything else. */
  readonly verifyNew: (answer: string, accountId: string) => Promise<NewPasskey | null>;
  /** What the browser hands to the authenticator to sign in or confirm, as JSON; it names no account. @throws FORBIDDEN as above */
  readonly signInOptions: () => Promise<string>;
  /** Whose passkey answered, if it signed a challenge of ours here and now; null for anything else. An answer counts once. */
  readonly verify: (answer: string) => Promise<AccountRow | null>;
}

const answerShape = z.looseObject({ id: z.string().min(1).max(1400), type: z.literal('public-key'), response: z.record(z.string(), z.unknown()) });

/** The answer as JSON; null for what is none. */
function parseAnswer(text: string): object | null {
  if (text.length > answerLengthMax) return null;
  try {
    const { data } = answerShape.safeParse(JSON.parse(text));
    return data ?? null;
  } catch {
    return null;
  }
}

/** @param publicUrl  the one origin that counts; its host is the relying party */
export function createPasskeyChecks({
  tables,
  clock,
  publicUrl,
}: {
  readonly tables: Tables;
  readonly clock: Clock;
  readonly publicUrl: string;
}): PasskeyChecks {
  const { hostname, origin } = new URL(publicUrl);
  const assertUsable = (): void => {
    if (isIP(hostname.replace(/^\[|\]$/g, ''))) {
      throw new RegistryError('FORBIDDEN', {
        reason: `Passkeys are bound to a name, and this registry stands at the address ${hostname}.`,
        suggestion: 'Give it a name: set PUBLIC_URL, for example to http://localhost:4000',
      });
    }
  };
  const makeChallenge = async (accountId: string | null): Promise<Uint8Array<ArrayBuffer>> => {
    const challenge = new Uint8Array(randomBytes(32));
    const expiresAt = new Date(clock().getTime() + challengeLifetimeMs);
    await passkeys(tables).insertChallenge({ hash: hashSecret(Buffer.from(challenge).toString('base64url')), accountId, expiresAt });
    return challenge;
  };
  const takes = (accountId: string | null) => (challenge: string) => passkeys(tables).useChallenge(hashSecret(challenge), accountId, clock());
  const place = { expectedOrigin: origin, expectedRPID: hostname, requireUserVerification: true } as const;

  return {
    registrationOptions: async ({ id, handle }) => {
      assertUsable();
      const known = await passkeys(tables).list(id);
      const options = await generateRegistrationOptions({
        rpName: 'Gati Registry',
        rpID: hostname,
        userName: handle,
        userID: new Uint8Array(Buffer.from(id)),
        challenge: await makeChallenge(id),
        timeout: challengeLifetimeMs,
        attestationType: 'none',
        // Ed25519, ES256, RS256 (RFC 9053, RFC 8812): what authenticators in use have.
        supportedAlgorithmIDs: [-8, -7, -257],
        excludeCredentials: known.map((passkey) => ({ id: passkey.id })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      return JSON.stringify(options);
    },

    verifyNew: async (answer, accountId) => {
      const response = parseAnswer(answer) as RegistrationResponseJSON | null;
      if (!response) return null;
      try {
        const { verified, registrationInfo } = await verifyRegistrationResponse({ response, expectedChallenge: takes(accountId), ...place });
        if (!verified) return null;
        const { credential, credentialBackedUp } = registrationInfo;
        const { id, publicKey, counter, transports = [] } = credential;
        return { id, publicKey, counter, transports: transports.slice(0, 8), isBackedUp: credentialBackedUp };
      } catch {
        // Whatever the library throws is about the answer, which a stranger wrote.
        return null;
      }
    },

    signInOptions: async () => {
      assertUsable();
      const options = await generateAuthenticationOptions({
        rpID: hostname,
        challenge: await makeChallenge(null),
        timeout: challengeLifetimeMs,
        userVerification: 'required',
      });
      return JSON.stringify(options);
    },

    verify: async (answer) => {
      const response = parseAnswer(answer) as AuthenticationResponseJSON | null;
      const key = response && (await passkeys(tables).findKey(response.id));
      if (!key) return null;
      const { publicKey, counter, transports } = key;
      const credential = { id: response.id, publicKey, counter, transports: transports as AuthenticatorTransport[] };
      const newCounter = await verifyAuthenticationResponse({ response, expectedChallenge: takes(null), credential, ...place }).then(
        ({ verified, authenticationInfo }) => (verified ? authenticationInfo.newCounter : null),
        () => null,
      );
      if (newCounter === null) return null;
      await passkeys(tables).use(response.id, { counter: newCounter, lastUsedAt: clock() });
      return accounts(tables).find(key.accountId);
    },
  };
}
