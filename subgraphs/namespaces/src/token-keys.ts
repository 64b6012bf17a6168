import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { Clock } from '@gati/clock';
import type { JWK } from 'jose';
import type { Log, RunTransaction } from './dependencies.ts';
import { tokenKeys, type Tables, type TokenKeyRow } from './repository.ts';
import { generateSealedKey, openSealedKey } from './sealed-key.ts';

const minute = 60_000;
/** A key signs this long; then the next one is made. */
export const signingLifetimeMs = 90 * 24 * 60 * minute;
/** A retired key verifies this much longer: more than the longest life of a token, and than a process goes on signing with what it read before. */
export const verifyingAfterRetirementMs = 60 * minute;
/** How old this process's copy of the table may be. */
const copyLifetimeMs = minute;
/** A key id that is not in the copy makes it be read again, this often at most: tokens of strangers must not drive queries. */
const rereadAfterMs = 5_000;

export interface TokenKeys {
  /** The key that signs now; made if there is none. */
  readonly signer: () => Promise<{ readonly kid: string; readonly key: KeyObject }>;
  /** The public key with this id, from our table and nowhere else; null when it is unknown or retired for long. */
  readonly verifier: (kid: string) => Promise<KeyObject | null>;
  /** All public keys that verify, as a JSON Web Key Set (RFC 7517). */
  readonly publicKeys: () => Promise<{ readonly keys: readonly JWK[] }>;
}

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  /** AES-256 key; see installation-keys.ts. */
  readonly encryptionKey: Buffer;
  readonly log: Log;
}

interface Copy {
  readonly readAt: number;
  readonly rows: readonly TokenKeyRow[];
  readonly verifiers: ReadonlyMap<string, KeyObject>;
  readonly signer: { readonly kid: string; readonly key: KeyObject; readonly until: number } | null;
}

/** The keys that sign our tokens: Ed25519 pairs in the database, private halves encrypted, shared by all processes. */
export function createTokenKeys({ tables, transaction, clock, encryptionKey, log }: Dependencies): TokenKeys {
  let copy: Copy | null = null;
  let reading: Promise<Copy> | null = null;
  let making: Promise<Copy> | null = null;
  const now = () => clock().getTime();

  const open = (row: TokenKeyRow): KeyObject | null => {
    try {
      return openSealedKey(encryptionKey, row);
    } catch (error) {
      // Another GATI_SECRET encrypted it: it verifies what it signed, and a new one signs from now on.
      log.warn({ kid: row.kid, err: error }, 'a token-signing key cannot be opened with the present GATI_SECRET');
      return null;
    }
  };

  const copyOf = (rows: readonly TokenKeyRow[]): Copy => {
    const readAt = now();
    const young = rows.filter((row) => !row.retiredAt && readAt < row.createdAt.getTime() + signingLifetimeMs);
    let signer: Copy['signer'] = null;
    for (const row of young) {
      const key = open(row);
      if (key) {
        signer = { kid: row.kid, key, until: row.createdAt.getTime() + signingLifetimeMs };
        break;
      }
    }
    return { readAt, rows, signer, verifiers: new Map(rows.map((row) => [row.kid, createPublicKey({ key: row.publicJwk as JsonWebKey, format: 'jwk' })])) };
  };

  const list = async (from: Tables) => copyOf(await tokenKeys(from).list(new Date(now() - verifyingAfterRetirementMs)));

  const read = async (): Promise<Copy> => (copy = await list(tables));

  /** This process's copy, read again when it is older; one read at a time, shared by all who wait for it. */
  const present = async (olderMs = copyLifetimeMs): Promise<Copy> => {
    if (copy && now() < copy.readAt + olderMs) return copy;
    return (reading ??= read().finally(() => (reading = null)));
  };

  /** A copy that can sign: another process's new key, or one made here. */
  const make = async (): Promise<Copy> => {
    const made = await transaction(async (locked) => {
      await tokenKeys(locked).lock();
      const others = await list(locked);
      if (others.signer) return others;
      const createdAt = clock();
      const worn = others.rows.filter((row) => !row.retiredAt && row.createdAt.getTime() + signingLifetimeMs <= createdAt.getTime());
      await tokenKeys(locked).retire(
        worn.map(({ kid }) => kid),
        createdAt,
      );
      const key = await generateSealedKey(encryptionKey);
      await tokenKeys(locked).insert({ ...key, createdAt });
      log.info({ kid: key.kid }, 'a new key signs tokens from now on');
      return list(locked);
    });
    return (copy = made);
  };

  const canSign = ({ signer }: Copy) => signer !== null && now() < signer.until;
  const verifies = (row: TokenKeyRow) => !row.retiredAt || now() < row.retiredAt.getTime() + verifyingAfterRetirementMs;

  return {
    signer: async () => {
      const known = await present();
      const { signer } = canSign(known) ? known : await (making ??= make().finally(() => (making = null)));
      if (!signer) throw new Error('no key to sign tokens with could be made');
      return signer;
    },
    verifier: async (kid) => {
      const known = await present();
      const found = known.verifiers.has(kid) ? known : await present(rereadAfterMs);
      const row = found.rows.find((candidate) => candidate.kid === kid);
      return row && verifies(row) ? (found.verifiers.get(kid) ?? null) : null;
    },
    publicKeys: async () => ({ keys: (await present()).rows.filter(verifies).map((row) => row.publicJwk) }),
  };
}
