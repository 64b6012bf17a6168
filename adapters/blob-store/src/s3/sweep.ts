import type { Bucket } from './bucket.ts';
import { blobsPrefix, uploadsPrefix } from './keys.ts';
import type { Publication } from './publication.ts';
import type { Sessions } from './sessions.ts';

/** Removes sessions that nobody has written to since then and aborts what nobody finished; what is busy here stays. @returns how many were removed */
export async function sweepLeftovers(
  bucket: Bucket,
  { before, sessions, publication }: { readonly before: Date; readonly sessions: Sessions; readonly publication: Publication },
): Promise<number> {
  let removed = 0;
  let uploadId = '';
  let keys: string[] = [];
  let newest = new Date(0);
  const removeOld = async (): Promise<void> => {
    if (keys.length === 0 || newest >= before || sessions.isBusy(uploadId)) return;
    await sessions.removeAll(keys);
    removed++;
  };
  // Keys come sorted, so that one session is in memory at a time.
  for await (const { key, storedAt } of bucket.list(uploadsPrefix)) {
    const id = key.slice(uploadsPrefix.length).split('/')[0] ?? '';
    if (id !== uploadId) {
      await removeOld();
      [uploadId, keys, newest] = [id, [], new Date(0)];
    }
    keys.push(key);
    if (storedAt > newest) newest = storedAt;
  }
  await removeOld();

  for await (const upload of bucket.listParted()) {
    if (!upload.key.startsWith(blobsPrefix) || upload.begunAt >= before || publication.isBusy(upload.id)) continue;
    await bucket.abortParts(upload);
    removed++;
  }
  return removed;
}
