// npm run bench -- oci: bytes by /v2, side by side with Debian's docker-registry on the same disk, both with token authentication: at the process of the artifacts itself, and through the gateway.
// Rounds of all sides alternate, so that what else the machine does hits them alike; a ratio is the median of the rounds' own ratios.
process.env['ACCEPTANCE_SHAPE'] = 'processes';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { Pool, type Dispatcher } from 'undici';
import { stockProgram } from '@gati/testkit/stock-program';
import { startDockerRegistry } from './docker-registry.ts';
import { percentile, table } from './percentiles.ts';

const { signUp } = await import('../src/client.ts');
const { createOci, pushImage, sha256 } = await import('../src/oci.ts');
const { startRegistry } = await import('../src/registry.ts');

const megabyte = 1_000_000;
const memoryGoalMegabytes = 600;
/** The gateway passes bytes on; of what the process itself reaches it keeps at least this share. */
const throughGateway = 0.8;
const repository = 'bench/bytes';

interface Side {
  readonly name: string;
  readonly origin: string;
  readonly authorization: string;
}

interface Work {
  readonly name: string;
  readonly goal: number;
  readonly rounds: number;
  /** @returns how much of it is done in a second, in its unit */
  readonly run: (side: Side) => Promise<number>;
  readonly unit: string;
}

const program = stockProgram('docker-registry');
if (!program) {
  console.error('The peer is missing: apt-get install docker-registry, or put docker-registry into $STOCK_DIR/bin.');
  process.exit(2);
}

/** Bytes that nobody has stored yet: a shared body and a tail of their own, so that many of them cost the load generator one buffer. */
const shared = randomBytes(100 * megabyte);
const hashes = new Map<number, ReturnType<typeof createHash>>();
function freshBlob(sizeBytes: number): { readonly digest: string; readonly parts: readonly Buffer[]; readonly sizeBytes: number } {
  const tail = randomBytes(32);
  const body = shared.subarray(0, sizeBytes - tail.length);
  const hash = hashes.get(sizeBytes) ?? createHash('sha256').update(body);
  hashes.set(sizeBytes, hash);
  return { digest: `sha256:${hash.copy().update(tail).digest('hex')}`, parts: [body, tail], sizeBytes };
}

const pools = new Map<string, Pool>();
async function send(
  side: Side,
  options: { method: Dispatcher.HttpMethod; path: string; body?: readonly Buffer[]; headers?: Record<string, string> },
  expected: number,
) {
  const pool = pools.get(side.origin) ?? new Pool(side.origin, { connections: 1_000, pipelining: 1, bodyTimeout: 0, headersTimeout: 120_000 });
  pools.set(side.origin, pool);
  const { body = [], headers = {} } = options;
  const answer = await pool
    .request({
      method: options.method,
      path: options.path,
      headers: {
        authorization: side.authorization,
        ...headers,
        ...(body.length > 0 ? { 'content-length': String(body.reduce((sum, { length }) => sum + length, 0)) } : {}),
      },
      ...(body.length > 0 ? { body: body.length === 1 ? body[0]! : Readable.from(body) } : {}),
    })
    .catch((error: Error) => {
      throw new Error(`${side.name}: ${options.method} ${options.path} failed: ${error.message}`, { cause: error });
    });
  if (answer.statusCode !== expected) {
    const words = (await answer.body.text()).slice(0, 500);
    throw new Error(`${side.name}: ${options.method} ${options.path} answered ${answer.statusCode}, not ${expected}: ${words}`);
  }
  let receivedBytes = 0;
  for await (const piece of answer.body as AsyncIterable<Buffer>) receivedBytes += piece.length;
  return { headers: answer.headers, receivedBytes };
}
/** Sessions are taken up at the same side, whatever origin the registry calls its own. */
const pathOf = (location: unknown): string => {
  const { pathname, search } = new URL(String(location), 'http://any');
  return pathname + search;
};
const withDigest = (path: string, digest: string): string => `${path}${path.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`;
const octets = { 'content-type': 'application/octet-stream' };

async function push(side: Side, sizeBytes: number, chunkBytes: number | null = null, blob = freshBlob(sizeBytes)): Promise<string> {
  let session = pathOf((await send(side, { method: 'POST', path: `/v2/${repository}/blobs/uploads/` }, 202)).headers['location']);
  if (chunkBytes === null) {
    await send(side, { method: 'PUT', path: withDigest(session, blob.digest), body: blob.parts, headers: octets }, 201);
    return blob.digest;
  }
  const whole = blob.parts;
  for (let offset = 0; offset < sizeBytes; offset += chunkBytes) {
    const end = Math.min(sizeBytes, offset + chunkBytes);
    const tailAt = whole[0]!.length;
    const body = end > tailAt ? [whole[0]!.subarray(offset), whole[1]!] : [whole[0]!.subarray(offset, end)];
    const answer = await send(side, { method: 'PATCH', path: session, body, headers: { ...octets, 'content-range': `${offset}-${end - 1}` } }, 202);
    session = pathOf(answer.headers['location']);
  }
  await send(side, { method: 'PUT', path: withDigest(session, blob.digest) }, 201);
  return blob.digest;
}

async function pull(side: Side, digest: string, sizeBytes: number): Promise<void> {
  const { receivedBytes } = await send(side, { method: 'GET', path: `/v2/${repository}/blobs/${digest}` }, 200);
  if (receivedBytes !== sizeBytes) throw new Error(`${side.name}: ${receivedBytes} bytes came, not ${sizeBytes}`);
}

async function perSecond(amount: number, work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (1_000 * amount) / (performance.now() - startedAt);
}
const many = (count: number, work: () => Promise<unknown>): Promise<unknown> => Promise.all(Array.from({ length: count }, work));

const stored = new Map<string, string>();
async function storedOn(side: Side, sizeBytes: number): Promise<string> {
  const key = `${side.name} ${sizeBytes}`;
  const digest = stored.get(key) ?? (await push(side, sizeBytes));
  stored.set(key, digest);
  return digest;
}

const works: readonly Work[] = [
  { name: '100 MB pushed whole', unit: 'MB/s', goal: 1.5, rounds: 7, run: async (side) => { const blob = freshBlob(100 * megabyte); return perSecond(100, () => push(side, 100 * megabyte, null, blob)); } }, // prettier-ignore
  { name: '100 MB pushed in 10 MB chunks', unit: 'MB/s', goal: 2, rounds: 7, run: async (side) => { const blob = freshBlob(100 * megabyte); return perSecond(100, () => push(side, 100 * megabyte, 10 * megabyte, blob)); } }, // prettier-ignore
  { name: '100 MB pulled', unit: 'MB/s', goal: 1, rounds: 9, run: async (side) => { const digest = await storedOn(side, 100 * megabyte); return perSecond(100, () => pull(side, digest, 100 * megabyte)); } }, // prettier-ignore
  { name: '100 pushes of 10 MB at once', unit: 'MB/s', goal: 1, rounds: 3, run: (side) => perSecond(1_000, () => many(100, () => push(side, 10 * megabyte))) }, // prettier-ignore
  { name: '1,000 pulls of 1 MB at once', unit: 'MB/s', goal: 1, rounds: 5, run: async (side) => { const digest = await storedOn(side, megabyte); return perSecond(1_000, () => many(1_000, () => pull(side, digest, megabyte))); } }, // prettier-ignore
  { name: 'manifest by tag, c=50', unit: 'requests/s', goal: 2, rounds: 7, run: manifestsPerSecond },
];

async function manifestsPerSecond(side: Side): Promise<number> {
  const until = performance.now() + 2_500;
  let count = 0;
  const lane = async () => {
    while (performance.now() < until) {
      await send(side, { method: 'GET', path: `/v2/${repository}/manifests/1.0.0`, headers: { accept: 'application/vnd.oci.image.manifest.v1+json' } }, 200);
      count += 1;
    }
  };
  const startedAt = performance.now();
  await many(50, lane);
  return (1_000 * count) / (performance.now() - startedAt);
}

/** Megabytes that a process had resident at most. */
const peakMegabytes = (pid: number): number => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1_024;

const only = process.argv[2];
const registry = await startRegistry({
  isDurable: true,
  settings: { GATI_COST_PER_MINUTE: 'off', GATI_READS_PER_MINUTE: 'off', GATI_WRITES_PER_MINUTE: 'off', GATI_PUBLISHES_PER_MINUTE: 'off' },
});
const peer = await startDockerRegistry(program, [repository]);
try {
  const person = await signUp(registry.url, 'bench');
  const oci = createOci(registry.url, repository, { username: 'bench', password: person.password });
  const authorization = await oci.authorization();
  await pushImage(oci, '1.0.0', 'small');
  const sides = {
    peer: { name: 'docker-registry', origin: peer.origin, authorization: peer.authorization },
    process: { name: 'artifacts process', origin: registry.urlOf('artifacts'), authorization },
    gateway: { name: 'gateway', origin: registry.url, authorization },
  } satisfies Record<string, Side>;
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: sha256('{}'), size: 2 };
  const session = pathOf((await send(sides.peer, { method: 'POST', path: `/v2/${repository}/blobs/uploads/` }, 202)).headers['location']);
  await send(sides.peer, { method: 'PUT', path: withDigest(session, config.digest), body: [Buffer.from('{}')], headers: octets }, 201);
  const manifest = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', config, layers: [] };
  await send(sides.peer, { method: 'PUT', path: `/v2/${repository}/manifests/1.0.0`, body: [Buffer.from(JSON.stringify(manifest))], headers: { 'content-type': manifest.mediaType } }, 201); // prettier-ignore

  const median = (values: readonly number[]): number => percentile(values, 0.5);
  const rows: string[][] = [];
  let isMissed = false;
  for (const work of works.filter(({ name }) => only === undefined || name.includes(only))) {
    for (const side of Object.values(sides)) await work.run(side);
    const rounds: { peer: number; process: number; gateway: number }[] = [];
    for (let round = 0; round < work.rounds; round++)
      rounds.push({ peer: await work.run(sides.peer), process: await work.run(sides.process), gateway: await work.run(sides.gateway) });
    const [direct, through] = [median(rounds.map((one) => one.process / one.peer)), median(rounds.map((one) => one.gateway / one.peer))];
    const isMet = direct >= work.goal && through >= throughGateway * work.goal;
    isMissed ||= !isMet;
    rows.push([
      work.name,
      work.unit,
      ...(['peer', 'process', 'gateway'] as const).map((side) => median(rounds.map((one) => one[side])).toFixed(0)),
      `${direct.toFixed(2)}×`,
      `${through.toFixed(2)}×`,
      `≥ ${work.goal}× and ≥ ${(throughGateway * work.goal).toFixed(1)}× ${isMet ? 'met' : 'MISSED'}`,
    ]);
  }
  const peaks = (['artifacts', 'gateway'] as const).map((name) => [name, peakMegabytes(registry.process(name).child.pid!)] as const);
  isMissed ||= peaks.some(([, peak]) => peak > memoryGoalMegabytes);
  console.log(table(['work', 'unit', 'docker-registry', 'artifacts', 'gateway', 'ratio', 'through gateway', 'goal'], rows));
  console.log(`\nMost resident memory: ${peaks.map(([name, peak]) => `${name} ${peak.toFixed(0)} MB`).join(', ')} (goal < ${memoryGoalMegabytes} MB)`);
  if (isMissed) process.exitCode = 1;
} finally {
  await Promise.all([...pools.values()].map((pool) => pool.destroy()));
  await peer.stop();
  await registry.stop();
}
