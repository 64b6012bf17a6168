// npm run bench -- large [GB]: one layer of 5 GB (or so many), pushed as docker does and pulled again through the one process, over both stores: how fast, and how much memory more than when idle.
// The bytes are made while they are sent, so that they cost this program neither memory nor disk. Where versitygw is installed the layer goes to a bucket too, with links to it off: every byte passes through the registry.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'undici';
import { hasBucket, startBucket } from '../src/bucket.ts';
import { signUp } from '../src/client.ts';
import { createOci, pushImage } from '../src/oci.ts';
import { startRegistry } from '../src/registry.ts';
import { table } from './percentiles.ts';

const gigabytes = Number(process.argv[2] ?? 5);
const sizeBytes = Math.round(gigabytes * 1e9);
const goalMegabytes = 150;
const repository = 'bench/large';
const patient = { headersTimeout: 0, bodyTimeout: 0 };

const block = randomBytes(1024 * 1024);
/** Bytes of which no two blocks are equal. @param onBlock  sees them in order */
function* layer(onBlock: (bytes: Uint8Array) => void): Generator<Buffer> {
  for (let at = 0; at < sizeBytes; at += block.length) {
    const bytes = Buffer.from(block.subarray(0, Math.min(block.length, sizeBytes - at)));
    bytes.writeDoubleBE(at);
    onBlock(bytes);
    yield bytes;
  }
}

interface Measured {
  readonly cells: readonly string[];
  readonly isMet: boolean;
}

async function measure(store: string, settings: Readonly<Record<string, string>> = {}): Promise<Measured> {
  const registry = await startRegistry({ settings });
  try {
    const person = await signUp(registry.url, 'bench');
    const oci = createOci(registry.url, repository, { username: 'bench', password: person.password });
    const authorization = await oci.authorization();
    await pushImage(oci, 'small', 'small');
    const { pid } = registry.process('all-in-one').child;
    const megabytes = (name: 'VmRSS' | 'VmHWM'): number =>
      Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1_024;
    const idle = megabytes('VmRSS');
    /** @returns seconds, and the most memory meanwhile */
    const watched = async (work: () => Promise<void>): Promise<{ readonly seconds: number; readonly above: number }> => {
      writeFileSync(`/proc/${pid}/clear_refs`, '5');
      const startedAt = performance.now();
      await work();
      return { seconds: (performance.now() - startedAt) / 1_000, above: megabytes('VmHWM') - idle };
    };
    const send = async (method: 'POST' | 'PATCH' | 'PUT' | 'GET', path: string, expected: number, body: Iterable<Buffer> | null = null) => {
      const answer = await request(new URL(path, registry.url), { method, headers: { authorization }, ...patient, ...(body ? { body: body as never } : {}) });
      if (answer.statusCode !== expected)
        throw new Error(`${store}: ${method} ${path} answered ${answer.statusCode}: ${(await answer.body.text()).slice(0, 500)}`);
      return answer;
    };

    const sent = createHash('sha256');
    let digest = '';
    const push = await watched(async () => {
      const begun = await send('POST', `/v2/${repository}/blobs/uploads/`, 202);
      await begun.body.dump();
      const location = String(begun.headers['location']);
      await (
        await send(
          'PATCH',
          location,
          202,
          layer((bytes) => void sent.update(bytes)),
        )
      ).body.dump();
      digest = `sha256:${sent.digest('hex')}`;
      await (await send('PUT', `${location}?digest=${digest}`, 201)).body.dump();
    });
    const received = createHash('sha256');
    const pull = await watched(async () => {
      const answer = await send('GET', `/v2/${repository}/blobs/${digest}`, 200);
      for await (const piece of answer.body as AsyncIterable<Buffer>) received.update(piece);
    });
    if (`sha256:${received.digest('hex')}` !== digest) throw new Error(`${store}: other bytes came than were sent`);
    const speed = ({ seconds }: { readonly seconds: number }): string => (sizeBytes / 1e6 / seconds).toFixed(0);
    return {
      cells: [store, idle.toFixed(0), speed(push), `+${push.above.toFixed(0)}`, speed(pull), `+${pull.above.toFixed(0)}`, `< +${goalMegabytes}`],
      isMet: push.above < goalMegabytes && pull.above < goalMegabytes,
    };
  } finally {
    await registry.stop();
  }
}

const results = [await measure('filesystem')];
if (hasBucket) {
  const bucket = await startBucket();
  try {
    results.push(await measure('S3', { ...bucket.settings, S3_PUBLIC_ENDPOINT: 'off' }));
  } finally {
    await bucket.close();
  }
}
console.log(
  table(
    [`${gigabytes} GB through the one process`, 'idle MB', 'push MB/s', 'push MB', 'pull MB/s', 'pull MB', 'goal'],
    results.map(({ cells }) => cells),
  ),
);
if (!results.every(({ isMet }) => isMet)) process.exitCode = 1;
