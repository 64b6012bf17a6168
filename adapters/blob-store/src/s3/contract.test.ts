import { afterAll } from 'vitest';
import { openStore } from '../../test/open-store.ts';
import { makeBucket, startStubPeer, startVersitygw, versitygwMissing, versitygwPath, type S3Peer } from '../../test/peers.ts';
import { blobStoreContract } from '../contract.ts';

const over = (peer: S3Peer): void => {
  afterAll(peer.close);
  blobStoreContract(`S3 over ${peer.name}`, async () => {
    const bucket = await makeBucket(peer);
    return { store: openStore(peer, bucket), another: async () => openStore(peer, bucket), ageResolutionMs: 1000 };
  });
};

over(await startStubPeer());
if (versitygwPath) over(await startVersitygw(versitygwPath));
else console.warn(versitygwMissing);
