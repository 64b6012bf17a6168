import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '@gati/testkit/free-port';
import { stockProgram } from '@gati/testkit/stock-program';
import { startS3Stub, type S3Stub, type S3StubOptions } from './s3-stub.ts';

/** An S3 service that tests talk to. */
export interface S3Peer {
  readonly name: string;
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly close: () => Promise<void>;
}

const account = { region: 'us-east-1', accessKeyId: 'tester', secretAccessKey: 'a-secret-of-tests' };

/** A bucket of the caller's own. @returns its name */
export async function makeBucket({ endpoint, region, accessKeyId, secretAccessKey }: S3Peer): Promise<string> {
  const client = new S3Client({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true });
  const bucket = `b-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  return bucket;
}

/** In this process. Pages of 20 entries, so that long lists are read over several. */
export async function startStubPeer(options: Pick<S3StubOptions, 'crc32'> = {}): Promise<S3Peer & { readonly stub: S3Stub }> {
  const stub = await startS3Stub({ ...account, ...options, pageMax: 20 });
  return { ...account, name: 'a stub of S3', endpoint: stub.endpoint, close: stub.close, stub };
}

/** versitygw, found on PATH or in $STOCK_DIR/bin. */
export const versitygwPath: string | null = stockProgram('versitygw');

export const versitygwMissing =
  'versitygw is not on PATH nor in $STOCK_DIR/bin, so the S3 store was tested against the stub alone. Get it: go install github.com/versity/versitygw/cmd/versitygw@v1.8.0';

/** A real service over a folder of its own; the folder goes with it. */
export async function startVersitygw(path: string): Promise<S3Peer & { readonly pid: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'gati-s3-'));
  const port = await freePort();
  const child = spawn(
    path,
    ['--access', account.accessKeyId, '--secret', account.secretAccessKey, '--port', `127.0.0.1:${port}`, '--keep-alive', '--quiet', 'posix', folder],
    { stdio: 'ignore' },
  );
  const peer = { ...account, name: 'versitygw', endpoint: `http://127.0.0.1:${port}` };
  for (let attempt = 0; ; attempt++) {
    const isUp = await fetch(peer.endpoint).then(
      () => true,
      () => false,
    );
    if (isUp) break;
    if (attempt > 100) throw new Error('versitygw did not start.');
    await wait(50);
  }
  return {
    ...peer,
    pid: child.pid ?? 0,
    close: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
