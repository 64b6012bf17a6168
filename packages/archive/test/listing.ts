import { ArchiveRefusal, archiveLimits, readArchive, type ArchiveEntry, type ArchiveLimits, type ReadOptions } from '../src/index.ts';
import { collect, inPieces } from './tar-builder.ts';

export async function list(
  archive: Uint8Array | AsyncIterable<Uint8Array>,
  limits: Partial<ArchiveLimits> = {},
  options: ReadOptions = {},
): Promise<ArchiveEntry[]> {
  return await collect(readArchive(archive instanceof Uint8Array ? inPieces(archive) : archive, { ...archiveLimits, ...limits }, options));
}

export const pathsOf = async (...input: Parameters<typeof list>): Promise<string[]> => (await list(...input)).map(({ path }) => path);

/** The fault an archive is refused for, or the code for its size; null when it is taken. */
export async function faultOf(...input: Parameters<typeof list>): Promise<string | null> {
  try {
    await list(...input);
    return null;
  } catch (error) {
    if (error instanceof ArchiveRefusal) return error.fault;
    const { code } = error as { code?: string };
    if (code === 'QUOTA_EXCEEDED') return code;
    throw error;
  }
}
