import { afterAll, beforeAll, describe } from 'vitest';
import { openStore } from '../../test/open-store.ts';
import { makeBucket, startStubPeer, startVersitygw, versitygwMissing, versitygwPath, type S3Peer } from '../../test/peers.ts';
import { blobStoreContract } from '../contract.ts';

const over = (name: string, start: () => Promise<S3Peer>): void => {
  describe(name, () => {
    // Here and not above: where every test is left out none is started.
    let peer: S3Peer;
    beforeAll(async () => {
      peer = await start();
    });
    afterAll(() => peer.close());

    blobStoreContract(`S3 over ${name}`, async () => {
      const bucket = await makeBucket(peer);
      return { store: openStore(peer, bucket), another: async () => openStore(peer, bucket), ageResolutionMs: 1000 };
    });
  });
};

over('a stub of S3', startStubPeer);
const path = versitygwPath;
if (path) over('versitygw', () => startVersitygw(path));
else console.warn(versitygwMissing);
