import { sha256Of, type Digest } from '@gati/identifiers';
import { createTestDatabase, temporaryFolder, type TestDatabase } from '@gati/testkit';
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { as, imageType } from './client.ts';
import { openDoor, type Door } from './door.ts';

/** Each costs the start of a process. */
const killRuns = 5;
const sizeBytes = 3_000_000;

let database: TestDatabase;
let folder: string;
const doomed = new Set<ChildProcess>();
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await temporaryFolder();
});
afterAll(async () => {
  for (const child of doomed) child.kill('SIGKILL');
  await database.remove();
  await rm(folder, { recursive: true, force: true });
});

/** The same bytes for the same run. */
function bytesOf(run: number): Buffer {
  const blocks: Buffer[] = [];
  for (let index = 0; index * 32 < sizeBytes; index++) blocks.push(createHash('sha256').update(`${run}/${index}`).digest());
  return Buffer.concat(blocks).subarray(0, sizeBytes);
}

async function startDoomed(...manifestId: readonly string[]): Promise<{ url: string; said: (text: string) => Promise<void>; kill: () => Promise<void> }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'doomed-door.ts'), database.url, folder, '0', ...manifestId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  doomed.add(child);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  const said = async (text: string): Promise<void> => {
    for (let attempt = 0; !output.includes(text); attempt++) {
      if (attempt > 1500 || child.exitCode !== null) throw new Error(`The process never said «${text}»: ${output}`);
      await wait(10);
    }
  };
  await said('ready');
  return { url: /ready (\S+)/.exec(output)?.[1] ?? '', said, kill: async () => (child.kill('SIGKILL'), gone) };
}

/** Nothing dangles: each row of a blob has its bytes, whole; each manifest has what it names; what is published is whole. */
async function checkInvariants(door: Door): Promise<void> {
  for (const { digest, sizeBytes: stated } of await database.client.blob.findMany()) {
    const bytes = await door.blobs.read(digest as Digest, 10_000_000);
    expect([digest, bytes?.byteLength]).toEqual([digest, Number(stated)]);
  }
  for await (const { digest } of door.blobs.list()) await door.blobs.read(digest, 10_000_000);
  const dangling = await database.client.$queryRaw<unknown[]>`
    select 1 from artifacts.manifest_reference r where not exists (select 1 from artifacts.repository_blob l where l.artifact_id = r.artifact_id and l.digest = r.digest)`;
  expect(dangling).toEqual([]);
}

test('a server killed at any moment of a push leaves no dangling row, and the push goes on where it was', { timeout: 120_000 }, async () => {
  let resumed = 0;
  for (let run = 0; run < killRuns; run++) {
    const bytes = bytesOf(run);
    const digest = sha256Of(bytes);
    const repository = `acme/killed-${run}`;
    const child = await startDoomed();
    const client = as(child, 'ada');
    const pieces = 30;
    const moment = createHash('sha256').update(`moment ${run}`).digest().readUInt16BE() % (pieces + 2);
    let location = '';
    const push = (async () => {
      location = (await client.request('POST', `/v2/${repository}/blobs/uploads/`)).headers.get('location') ?? '';
      for (let piece = 0; piece < pieces; piece++) {
        const [from, to] = [(piece * sizeBytes) / pieces, ((piece + 1) * sizeBytes) / pieces];
        const sending = client.request('PATCH', location, { body: bytes.subarray(from, to), headers: { 'content-range': `${from}-${to - 1}` } });
        sending.catch(() => {});
        if (piece === moment) await Promise.race([wait(run % 3), sending]).then(child.kill);
        await sending;
      }
      const ending = client.request('PUT', `${location}?digest=${digest}`);
      ending.catch(() => {});
      if (moment >= pieces) await wait(2 * run).then(child.kill);
      await ending;
    })();
    await push.catch(() => {});
    await child.kill();

    const door = await openDoor({ database, folder });
    try {
      await checkInvariants(door);
      const ada = as(door, 'ada');
      const isThere = (await ada.head(`/v2/${repository}/blobs/${digest}`)).status === 200;
      if (!isThere) {
        const status = await ada.get(location);
        // The one thing that starts anew: the kill fell between the end of the session and the row of its blob.
        const stands = status.status === 204 && status.headers.get('range') !== '0-0' ? Number(status.headers.get('range')?.split('-')[1]) + 1 : 0;
        if (stands > 0 && stands < sizeBytes) resumed++;
        if (status.status === 204) {
          if (stands < sizeBytes)
            expect(
              (await ada.request('PATCH', location, { body: bytes.subarray(stands), headers: { 'content-range': `${stands}-${sizeBytes - 1}` } })).status,
            ).toBe(202);
          expect((await ada.request('PUT', `${location}?digest=${digest}`)).status).toBe(201);
        } else await ada.pushBlob(repository, bytes);
      }
      const got = await ada.get(`/v2/${repository}/blobs/${digest}`);
      expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true);
      await checkInvariants(door);
    } finally {
      await door.close();
    }
  }
  expect(resumed).toBeGreaterThan(0);
});

test('a process killed in the midst of an admission leaves the version staged, and another one publishes it', { timeout: 60_000 }, async () => {
  const door = await openDoor({ database, folder });
  try {
    const { digest } = await as(door, 'ada').pushImage('acme/half', '1.0.0', [Buffer.from('half')]);
    const { id } = await database.client.manifest.findFirstOrThrow({ where: { digest } });
    const child = await startDoomed(id);
    await child.said('in the midst');
    await child.kill();
    expect(await database.client.version.findFirst({ where: { digest } })).toMatchObject({ status: 'staged', publishedAt: null });
    expect(await database.client.manifest.findFirst({ where: { digest } })).toMatchObject({ admittedAt: null });
    expect(await database.client.outboxFact.count({ where: { name: 'version.published' } })).toBe(0);

    expect(
      await door.artifacts.admitManifest({ manifestId: id, verdict: { kind: 'admitted', signer: { kind: 'KEY', subject: null, fingerprint: 'f' } } }),
    ).toEqual({ outcome: 'published' });
    expect((await as(door, 'bob').get(`/v2/acme/half/manifests/${digest}`, { accept: imageType })).status).toBe(200);
  } finally {
    await door.close();
  }
});
