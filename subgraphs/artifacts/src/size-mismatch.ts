import { RegistryError } from '@gati/errors';

/** More or fewer bytes came than were stated: OCI's SIZE_INVALID. */
export class SizeMismatch extends RegistryError<'DIGEST_INVALID'> {
  /** @param found  null for more than were stated: nobody counts the rest */
  constructor(statedBytes: number, found: number | null) {
    super('DIGEST_INVALID', {
      expected: String(statedBytes),
      ...(found === null ? {} : { actual: String(found) }),
      reason: `${statedBytes} bytes were stated, and ${found ?? 'more'} came.`,
    });
  }
}
