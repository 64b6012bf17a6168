import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { digestHasher, digestOf, parseDigest, type Digest } from '@gati/identifiers';
import { refuse } from '../refuse.ts';
import { LockedError, withFileLock } from './file-lock.ts';
import { writeWhole } from './write-file.ts';

/** Gets the bytes of a digest from where they are, beginning after those that are here already; it checks the digest itself. */
export type Download = (from?: { readonly offsetBytes: number; readonly hasher: ReturnType<typeof digestHasher> }) => AsyncIterable<Uint8Array>;

/** Bytes by digest. What is in it may be lost or damaged at any time: each read checks, and damage reads as absence. */
export interface ContentStore {
  /** The bytes; null when they are not here, or not right any more (then they are removed). For what fits in memory. */
  readonly read: (digest: Digest) => Promise<Uint8Array | null>;
  readonly write: (digest: Digest, bytes: Uint8Array) => Promise<void>;
  /** The bytes, from here or else by `download`. For what fits in memory. */
  readonly obtain: (digest: Digest, download: Download) => Promise<Uint8Array>;
  /** The bytes in pieces, from here or else by `download`: bounded memory, and large downloads that were cut off go on in a later run. Good only when the end is reached.
   *  @throws DIGEST_INVALID at the end when what was kept is damaged; it is removed then, so that a second try downloads it */
  readonly stream: (digest: Digest, sizeBytes: number, download: Download) => AsyncIterable<Uint8Array>;
  /** Gets the bytes here, when they are not: for several that are read one after the other. Their digest is checked by whoever reads them. */
  readonly ensure: (digest: Digest, sizeBytes: number, download: Download) => Promise<void>;
  /** Removes a kept copy that is damaged, and tells whether there was one: for a reader that stumbled over its bytes before their end. */
  readonly removeDamaged: (digest: Digest) => Promise<boolean>;
}

const readBytes = 256 * 1024;
/** Up to here bytes are held whole: one read, no second look. */
const inMemoryMaxBytes = 16 * 2 ** 20;

export function createContentStore(folder: string, signal?: AbortSignal): ContentStore {
  const placeOf = (digest: Digest): string => {
    const [algorithm = '', hex = ''] = digest.split(':');
    return join(folder, 'content', algorithm, hex.slice(0, 2), hex);
  };
  /** Two who want the same bytes at once share one download. */
  const underway = new Map<Digest, Promise<unknown>>();
  const once = <T>(digest: Digest, work: () => Promise<T>): Promise<T> => {
    const present = underway.get(digest) as Promise<T> | undefined;
    if (present) return present;
    const started = work().finally(() => underway.delete(digest));
    underway.set(digest, started);
    return started;
  };

  async function read(digest: Digest): Promise<Uint8Array | null> {
    const place = placeOf(parseDigest(digest));
    const bytes = await readFile(place).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (bytes === null) return null;
    if (digestOf(bytes, digest) === digest) return bytes;
    await rm(place, { force: true });
    return null;
  }

  async function hashFile(path: string, digest: Digest) {
    const hasher = digestHasher(digest);
    let sizeBytes = 0;
    for await (const part of createReadStream(path, { highWaterMark: readBytes, ...(signal ? { signal } : {}) }) as AsyncIterable<Buffer>) {
      hasher.update(part);
      sizeBytes += part.length;
    }
    return { hasher, sizeBytes };
  }

  async function removeDamaged(digest: Digest): Promise<boolean> {
    const place = placeOf(parseDigest(digest));
    const kept = await hashFile(place, digest).catch(() => null);
    if (!kept || kept.hasher.digest() === digest) return false;
    await rm(place, { force: true });
    return true;
  }

  /** Appends to what an earlier run left; begins anew when the whole turns out wrong, because the part may be what is damaged. */
  async function downloadTo(part: string, digest: Digest, download: Download): Promise<void> {
    const left = await stat(part).catch(() => null);
    const from = left && left.size > 0 ? await hashFile(part, digest) : undefined;
    try {
      await pipeline(
        download(from && { offsetBytes: from.sizeBytes, hasher: from.hasher }),
        createWriteStream(part, { flags: from ? 'a' : 'w' }),
        signal ? { signal } : {},
      );
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'DIGEST_INVALID') throw error;
      await rm(part, { force: true });
      if (!from) throw error;
      await downloadTo(part, digest, download);
    }
  }

  async function receive(digest: Digest, download: Download): Promise<string> {
    const place = placeOf(digest);
    const name = createHash('sha256').update(digest).digest('hex').slice(0, 32);
    const parts = join(folder, 'partial');
    await mkdir(parts, { recursive: true });
    const finish = async (part: string): Promise<void> => {
      await downloadTo(part, digest, download);
      await mkdir(join(place, '..'), { recursive: true });
      await rename(part, place);
    };
    try {
      await withFileLock(join(parts, `${name}.lock`), () => finish(join(parts, name)), { signal, waitMs: 0 });
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
      // Another gati downloads the same: wait for nobody, and do not write into its file.
      const own = join(parts, `${name}.${randomUUID()}`);
      await finish(own).catch(async (failure: unknown) => {
        await rm(own, { force: true });
        throw failure;
      });
    }
    return place;
  }

  async function collect(digest: Digest, download: Download): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for await (const part of download()) parts.push(part);
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    if (digestOf(bytes, digest) !== digest)
      throw refuse('DIGEST_INVALID', `The bytes received are not those of ${digest}.`, ['Try again.'], { expected: digest });
    return bytes;
  }

  const write = (digest: Digest, bytes: Uint8Array): Promise<void> => writeWhole(placeOf(parseDigest(digest)), bytes);

  const obtain = (digest: Digest, download: Download): Promise<Uint8Array> =>
    once(digest, async () => {
      const present = await read(digest);
      if (present) return present;
      const bytes = await collect(digest, download);
      await write(digest, bytes);
      return bytes;
    });

  const ensure = (digest: Digest, sizeBytes: number, download: Download): Promise<void> =>
    once(digest, async () => {
      if ((await stat(placeOf(parseDigest(digest))).catch(() => null))?.size !== sizeBytes) await receive(digest, download);
    });

  async function* piecesOfFile(digest: Digest, sizeBytes: number, download: Download): AsyncGenerator<Uint8Array> {
    const place = placeOf(parseDigest(digest));
    const hasher = digestHasher(digest);
    await ensure(digest, sizeBytes, download);
    for await (const piece of createReadStream(place, { highWaterMark: readBytes, ...(signal ? { signal } : {}) }) as AsyncIterable<Buffer>) {
      hasher.update(piece);
      yield piece;
    }
    if (hasher.digest() === digest) return;
    await rm(place, { force: true });
    throw refuse('DIGEST_INVALID', `The kept copy of ${digest} was damaged.`, ['Try again: it is downloaded anew.'], { expected: digest });
  }

  async function* wholeAsStream(digest: Digest, download: Download): AsyncGenerator<Uint8Array> {
    yield await obtain(digest, download);
  }

  return {
    read,
    write,
    obtain,
    ensure,
    removeDamaged,
    stream: (digest, sizeBytes, download) => (sizeBytes <= inMemoryMaxBytes ? wholeAsStream(digest, download) : piecesOfFile(digest, sizeBytes, download)),
  };
}
