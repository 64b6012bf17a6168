import { RegistryError } from '@gati/errors';

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | null)?.code;

export const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';

/** A disk that is full, broken or read-only is said as such: the caller can try again later, and nothing half written is visible. */
const diskFaults = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EMFILE', 'ENFILE']);
export const asStoreFault = (error: unknown): unknown =>
  diskFaults.has(codeOf(error) ?? '') ? new RegistryError('UPSTREAM_UNAVAILABLE', { what: 'The blob store' }, { cause: error }) : error;

/** The value, or null where there is no such file. */
export const orNull = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};
