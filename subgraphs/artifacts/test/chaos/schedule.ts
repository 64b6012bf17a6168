import { createFilesystemBlobStore } from '@gati/blob-store';
import type { Database } from '@gati/database';
import { digestOf, sha256Of, type Digest } from '@gati/identifiers';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { anyone, as, documentOf, emptyConfig, imageType, type Client } from '../door/client.ts';
import { openDoor, type Door } from '../door/door.ts';
import { signer } from '../door/signer.ts';
import { createInvariants } from './invariants.ts';
import { createMortal } from './mortal.ts';
import { upkeepLater } from './upkeep.ts';

/** So short that a collection takes whatever a push has not named yet: only locks and renewed ages stand between them. */
export const hastyLimits = { orphanAgeMs: 15, stagedLifetimeMs: 150, uploadLifetimeMs: 60_000 };

const clients = 3;
const actsEach = 5;
/** One run in so many kills a real process; in the others the process dies at one of its steps, which costs a hundredth. */
const realKillEvery = 25;
/** Installations begin anew after so many runs, so that what is checked after each stays small. */
export const runsEach = 10;

/** Random numbers that a seed decides. */
export function randomOf(seed: string) {
  let state = createHash('sha256').update(seed).digest().readUInt32BE();
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return { below, oneOf: <T>(things: readonly T[]): T => things[below(things.length)]! };
}
type Random = ReturnType<typeof randomOf>;

/** What the clients know to be there: each was answered with success, and none of it was deleted. */
interface Kept {
  readonly repository: string;
  readonly digest: Digest;
  readonly blobs: readonly Digest[];
}

export interface Installation {
  readonly database: Pick<Database, 'client' | 'transaction'> & { readonly url: string };
  readonly folder: string;
}

/**
 * Runs of one installation, one after the other: clients push, send in chunks, mount, tag, delete, refer and pull at once while garbage is collected, until the process dies somewhere; then it starts again.
 * @returns what was broken, with the run and its seed; nothing when every law held
 */
export async function runSchedule(
  { database, folder }: Installation,
  { seed, from, count }: { readonly seed: string; readonly from: number; readonly count: number },
): Promise<string[]> {
  const laws = createInvariants({ client: database.client, blobs: createFilesystemBlobStore({ folder }) });
  const kept = new Map<string, Kept>();
  for (let run = from; run < from + count; run++) {
    const random = randomOf(`${seed}/${run}`);
    if (run % realKillEvery === realKillEvery - 1) await liveUntilKilled({ database, folder }, random, kept);
    else await liveUntilDead({ database, folder }, random, kept);

    const door = await openDoor({ database, folder });
    try {
      const stranger = await anyone(door);
      const broken = [
        ...(await laws.always()),
        ...(await laws.grants(async (repository, digest) => (await stranger.head(`/v2/${repository}/blobs/${digest}`)).status)),
        ...(await pullAll(as(door, 'ada'), kept.values())),
      ];
      await upkeepLater({ database, folder });
      broken.push(...(await laws.always()), ...(await laws.afterUpkeep(folder)), ...(await pullAll(as(door, 'ada'), kept.values())));
      if (broken.length > 0) return broken.map((text) => `run ${run} of seed ${seed}: ${text}`);
    } finally {
      await door.close();
    }
  }
  return [];
}

/** A process that dies at one of its steps, or lives to the end of the run. */
async function liveUntilDead({ database, folder }: Installation, random: Random, kept: Map<string, Kept>): Promise<void> {
  const mortal = createMortal({ database, blobs: createFilesystemBlobStore({ folder }) });
  const door = await openDoor({ database, folder, limits: hastyLimits, overrides: mortal.overrides });
  mortal.dieAt(20 + random.below(clients * actsEach * 10));
  // A write that was cut by the kill, somewhere in the midst of its bytes.
  if (random.below(3) === 0) await writeFile(join(folder, 'temporary', `cut-${random.below(1e9)}`), 'half of a blo');
  let isOver = false;
  const collecting = (async () => {
    while (!isOver && !mortal.isDead()) {
      await door.artifacts.collectGarbage({ isDryRun: false, signal: new AbortController().signal }).catch(() => {});
      await wait(random.below(8));
    }
  })();
  await Promise.all(Array.from({ length: clients }, (_, client) => act(door, door, randomOf(`${client}/${random.below(2 ** 30)}`), database, kept)));
  isOver = true;
  await collecting;
  await door.close().catch(() => {});
}

/** A process of its own, killed without a warning; admissions come from this one, as they would from a worker. */
async function liveUntilKilled({ database, folder }: Installation, random: Random, kept: Map<string, Kept>): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'doomed-registry.ts'), database.url, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      const ready = /ready (\S+)/.exec(said)?.[1];
      if (ready !== undefined) resolve(ready);
    });
    void gone.then(() => reject(new Error('The doomed process ended before it was ready.')));
  });
  const worker = await openDoor({ database, folder });
  const acting = Array.from({ length: clients }, (_, client) => act({ url }, worker, randomOf(`${client}/${random.below(2 ** 30)}`), database, kept));
  await Promise.race([wait(50 + random.below(400)), Promise.all(acting)]);
  child.kill('SIGKILL');
  await gone;
  await Promise.all(acting);
  await worker.close();
}

const layerSizes = [0, 1, 300, 20_000, 150_000];
/** Few layers, so that repositories share them and deletions meet pushes of the same bytes. */
const layerOf = (random: Random): Buffer => {
  const index = random.below(12);
  const size = layerSizes[index % layerSizes.length]!;
  return Buffer.concat([Buffer.alloc(size, index), Buffer.from(`layer ${index}`)]);
};
const repositories = ['acme/a', 'acme/b', 'acme/secret'] as const;
const secret = { 'gati-visibility': 'private' };

/** One client's acts. An answer that never came says nothing: what it asked for may be there or not. */
async function act(
  door: Pick<Door, 'url'>,
  { artifacts }: Pick<Door, 'artifacts'>,
  random: Random,
  database: Installation['database'],
  kept: Map<string, Kept>,
): Promise<void> {
  const ada = as(door, 'ada');
  for (let count = 0; count < actsEach; count++) {
    const repository = random.oneOf(repositories);
    const headers = repository === 'acme/secret' ? secret : {};
    try {
      switch (random.below(9)) {
        case 0:
        case 1:
        case 2:
        case 3: {
          const layers = [layerOf(random), layerOf(random)];
          const digests: Digest[] = [];
          for (const bytes of [...layers, emptyConfig.bytes])
            digests.push(
              random.below(3) === 0 ? await pushInChunks(ada, repository, bytes, headers, random) : await pushOrMount(ada, repository, bytes, headers, random),
            );
          const reference = random.oneOf([`1.${random.below(50)}.0`, 'next', 'stable']);
          const described = layers.map((bytes, index) => ({ mediaType: 'application/octet-stream', digest: digests[index], size: bytes.length }));
          const pushed = await ada.pushManifest(repository, reference, {
            schemaVersion: 2,
            mediaType: imageType,
            artifactType: 'application/vnd.example.thing',
            config: { mediaType: emptyConfig.mediaType, digest: digests[2], size: 2 },
            layers: described,
            // Its own, so that nobody else deletes it before its pusher says that it is there.
            annotations: { number: String(random.below(2 ** 40)) },
          });
          const row = await database.client.manifest.findFirst({
            where: { digest: pushed.digest, artifact: { name: `@${repository}` } },
            select: { id: true },
          });
          if (!row) break;
          const { outcome } = await artifacts.admitManifest({ manifestId: row.id, verdict: { kind: 'admitted', signer } });
          if (outcome !== 'refused' && outcome !== 'rejected')
            kept.set(`${repository}@${pushed.digest}`, { repository, digest: pushed.digest, blobs: digests });
          break;
        }
        case 4: {
          // Deleted from here on, whatever is answered.
          const known = [...kept.entries()].filter(([, each]) => each.repository === repository);
          if (known.length === 0) break;
          const [key, { digest }] = random.oneOf(known);
          kept.delete(key);
          await ada.delete(`/v2/${repository}/manifests/${digest}`);
          break;
        }
        case 5:
          await ada.delete(`/v2/${repository}/manifests/${random.oneOf(['next', 'stable'])}`);
          break;
        case 6:
          await ada.delete(`/v2/${repository}/blobs/${sha256Of(layerOf(random))}`);
          break;
        case 7: {
          const [subject] = kept.values();
          if (!subject) break;
          const about = { mediaType: imageType, digest: subject.digest, size: 1 };
          await ada.pushCarrier(subject.repository, 'by digest', [documentOf(`note ${random.below(5)}`)], { subject: about });
          break;
        }
        default: {
          const [one] = kept.values();
          if (one) await ada.get(`/v2/${one.repository}/blobs/${one.blobs[0]}`).then((response) => response.arrayBuffer());
        }
      }
    } catch {
      // Refused because a collection was faster, or the process is gone: both are answers that a client lives with.
    }
  }
}

async function pushOrMount(ada: Client, repository: string, bytes: Buffer, headers: Record<string, string>, random: Random): Promise<Digest> {
  const digest = sha256Of(bytes);
  const from = random.oneOf(repositories);
  const mounted = await ada.request('POST', `/v2/${repository}/blobs/uploads/?mount=${digest}&from=${from}`, { headers });
  if (mounted.status === 201) return digest;
  const response = await ada.request('POST', `/v2/${repository}/blobs/uploads/?digest=${digest}`, {
    body: bytes,
    headers: { ...headers, 'content-type': 'application/octet-stream' },
  });
  if (response.status !== 201) throw new Error(`blob ${response.status}`);
  return digest;
}

async function pushInChunks(ada: Client, repository: string, bytes: Buffer, headers: Record<string, string>, random: Random): Promise<Digest> {
  const digest = digestOf(bytes, 'sha256');
  const location = (await ada.request('POST', `/v2/${repository}/blobs/uploads/`, { headers })).headers.get('location') ?? '';
  const cut = random.below(bytes.length + 1);
  for (const [from, to] of [
    [0, cut],
    [cut, bytes.length],
  ] as const)
    if (to > from) await ada.request('PATCH', location, { body: bytes.subarray(from, to), headers: { 'content-range': `${from}-${to - 1}` } });
  const response = await ada.request('PUT', `${location}?digest=${digest}`);
  if (response.status !== 201) throw new Error(`chunks ${response.status}`);
  return digest;
}

/** Everything that was pushed, admitted and never deleted is there to the last byte. */
async function pullAll(ada: Client, kept: Iterable<Kept>): Promise<string[]> {
  const broken: string[] = [];
  const pulled = new Set<string>();
  for (const { repository, digest, blobs } of kept) {
    for (const [kind, each] of [['manifests', digest], ...blobs.map((blob) => ['blobs', blob])] as ['manifests' | 'blobs', Digest][]) {
      const path = `/v2/${repository}/${kind}/${each}`;
      if (pulled.has(path)) continue;
      pulled.add(path);
      const response = await ada.get(path);
      const bytes = Buffer.from(await response.arrayBuffer());
      if (response.status !== 200 || digestOf(bytes, each) !== each)
        broken.push(`${path} was pushed and answers ${response.status} with ${bytes.length} bytes`);
    }
  }
  return broken;
}
