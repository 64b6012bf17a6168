import { createHash } from 'node:crypto';
import { addressBlock } from '@gati/subgraph';

/** Of an account: a home, an office, a telephone, and some places on the way. */
export const knownAddressesMax = 10;

/** What an account keeps of an address from which it signed in. With the account in it, so that accounts of one address do not show it. */
export const knownAddressOf = (accountId: string, clientAddress: string | undefined): Buffer<ArrayBuffer> => {
  const hash = createHash('sha256').update(`${accountId} ${addressBlock(clientAddress)}`);
  return Buffer.from(hash.digest());
};
