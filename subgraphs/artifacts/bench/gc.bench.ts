// npm run bench -- gc: a collection over 100,000 blobs of which a tenth is dead, and what it costs the pushes beside it. Store, tables, collection and door share one process, as in npm start.
import type { Transaction } from '@gati/database';
import { sha256Of } from '@gati/identifiers';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { storage } from '../src/repository/storage.ts';
import { as } from '../test/door/client.ts';
import { idOf } from '../test/door/fake-namespaces.ts';
import { withDoor } from '../test/door/serve.ts';

const blobs = Number(process.argv[2] ?? 100_000);
const artifacts = 100;
const blobsOfManifest = 90;
const deadOf = 10;
const goals = { collectionMs: 60_000, loss: 0.2 };
const pushers = 8;
const pushedSizeBytes = 100_000;
const windowMs = 10_000;
const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);

/** Every tenth blob belongs to a repository and to no manifest of it; the others to manifests of 90 blobs. */
async function fill(client: Transaction, folder: string): Promise<void> {
  const ids = Array.from({ length: artifacts }, () => randomUUID());
  const names = ids.map((_, index) => `@bench/filled-${index}`);
  await client.$executeRaw`
    insert into artifacts.artifact (id, namespace_id, name, visibility, created_at, updated_at, is_admitted)
    select id, ${idOf('namespace bench')}::uuid, name, 'public', ${twoDaysAgo}, ${twoDaysAgo}, true from unnest(${ids}::uuid[], ${names}::text[]) as a(id, name)`;
  let manifest = { id: '', artifactId: '', position: blobsOfManifest };
  for (let from = 0; from < blobs; from += 2_000) {
    const rows = [];
    const made: { readonly id: string; readonly artifactId: string; readonly digest: string }[] = [];
    for (let index = from; index < Math.min(from + 2_000, blobs); index++) {
      const bytes = randomBytes(64);
      const digest = sha256Of(bytes);
      const path = join(folder, 'blobs', 'sha256', digest.slice(7, 9), digest.slice(7));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
      await utimes(path, twoDaysAgo, twoDaysAgo);
      const isDead = index % deadOf === 0;
      if (!isDead && ++manifest.position > blobsOfManifest) {
        manifest = { id: randomUUID(), artifactId: ids[made.length % artifacts]!, position: 1 };
        made.push({ ...manifest, digest: sha256Of(randomBytes(8)) });
      }
      rows.push({
        digest,
        artifact: isDead ? ids[index % artifacts]! : manifest.artifactId,
        manifest: isDead ? null : manifest.id,
        position: manifest.position,
      });
    }
    const content = Buffer.from('{}');
    await client.$executeRaw`
      insert into artifacts.manifest (id, artifact_id, digest, media_type, annotations, content, size_bytes, pushed_at, admitted_at)
      select id, artifact_id, digest, 'application/vnd.oci.image.manifest.v1+json', '{}', ${content}, 2, ${twoDaysAgo}, ${twoDaysAgo}
      from jsonb_to_recordset(${JSON.stringify(made.map(({ artifactId, ...rest }) => ({ ...rest, artifact_id: artifactId })))}::jsonb) as m(id uuid, artifact_id uuid, digest text)`;
    await client.$executeRaw`
      with given as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(digest text, artifact uuid, manifest uuid, position int)
      ), stored as (
        insert into artifacts.blob (digest, size_bytes, created_at) select digest, 64, ${twoDaysAgo} from given returning digest
      ), linked as (
        insert into artifacts.repository_blob (artifact_id, digest, linked_at) select g.artifact, g.digest, ${twoDaysAgo} from given g join stored s on s.digest = g.digest
      )
      insert into artifacts.manifest_reference (manifest_id, artifact_id, position, kind, digest, media_type, size_bytes)
      select manifest, artifact, position, 'layer', digest, 'application/octet-stream', 64 from given where manifest is not null`;
  }
}

await withDoor(async (door, folder, database) => {
  await fill(database.client, join(folder, 'blobs'));
  await database.transaction((tables) => storage(tables).recount(idOf('namespace bench')));
  await database.client.$executeRawUnsafe('analyze');
  const ada = as(door, 'ada');
  let pushed = 0;
  let isOver = false;
  const pushing = Array.from({ length: pushers }, async (_, index) => {
    for (; !isOver; pushed++) await ada.pushBlob(`bench/pushed-${index}`, randomBytes(pushedSizeBytes));
  });
  const rateOver = async (work: () => Promise<unknown>): Promise<{ readonly perSecond: number; readonly ms: number }> => {
    const [startedAt, before] = [performance.now(), pushed];
    await work();
    const ms = performance.now() - startedAt;
    return { perSecond: ((pushed - before) / ms) * 1_000, ms };
  };

  await wait(3_000);
  const before = await rateOver(() => wait(windowMs));
  const counts: Record<string, number> = {};
  const dry = await rateOver(async () => void (await door.artifacts.collectGarbage({ isDryRun: true, signal: new AbortController().signal })));
  const during = await rateOver(async () => {
    Object.assign(counts, (await door.artifacts.collectGarbage({ isDryRun: false, signal: new AbortController().signal })).counts);
  });
  const after = await rateOver(() => wait(windowMs));
  isOver = true;
  await Promise.all(pushing);

  const alone = (before.perSecond + after.perSecond) / 2;
  const loss = 1 - during.perSecond / alone;
  console.log(`${blobs} blobs, ${blobs / deadOf} of them dead; ${pushers} clients push ${pushedSizeBytes / 1_000} kB each; load ${loadavg()[0]?.toFixed(1)}`);
  console.table({
    'dry run': { seconds: (dry.ms / 1_000).toFixed(1), 'pushes/s beside it': dry.perSecond.toFixed(0), goal: '' },
    collection: { seconds: (during.ms / 1_000).toFixed(1), 'pushes/s beside it': during.perSecond.toFixed(0), goal: `< ${goals.collectionMs / 1_000} s` },
    'pushes alone': { seconds: '', 'pushes/s beside it': `${before.perSecond.toFixed(0)} before, ${after.perSecond.toFixed(0)} after`, goal: '' },
    'pushes lose': { seconds: '', 'pushes/s beside it': `${(loss * 100).toFixed(0)} %`, goal: `< ${goals.loss * 100} %` },
  });
  console.log(`Taken: ${JSON.stringify(counts)}`);
  if (counts['blobs'] !== blobs / deadOf || counts['files'] !== blobs / deadOf) throw new Error('The collection took something else than what is dead.');
  if (during.ms > goals.collectionMs || loss > goals.loss) process.exitCode = 1;
});
