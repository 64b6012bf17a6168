import { RegistryError } from '@gati/errors';

/** What can be wrong with an archive, each with the sentence that clients see. The names are stable; the sentences follow the path. */
const faults = {
  OUTSIDE: 'leads outside the archive',
  ABSOLUTE: 'is an absolute path',
  BACKSLASH: 'contains a backslash, which is a folder on one system and a letter on another',
  CONTROL_CHARACTER: 'contains a NUL, control or text-direction character',
  ENCODING: 'is not written in UTF-8',
  EMPTY_NAME: 'has no name',
  NOT_PORTABLE: 'cannot be a file name on every system (Windows keeps <>:"|?*, trailing dots and spaces, and names such as CON for itself)',
  NAME_TOO_LONG: 'has a name longer than 255 bytes, more than file systems take',
  LINK: 'is a link; a layer holds files and folders only',
  LINK_OUTSIDE: 'is a link that leads outside the archive',
  LINK_CHAIN: 'is a link that leads through another link',
  LINK_TARGET: 'is a hard link to something that is no file before it in the archive',
  THROUGH_LINK: 'lies below a link',
  DEVICE: 'is a device node or a pipe',
  DUPLICATE: 'is there twice',
  COLLISION: 'differs from another path by case or by Unicode form only, and is the same file on some systems',
  FILE_AS_FOLDER: 'is a file and a folder at once',
  SPARSE: 'is a sparse file, whose size is not what it seems',
  UNKNOWN_KIND: 'is of a kind that archives of ours do not have',
  AMBIGUOUS_HEADER: 'has a header that two readers could read as two things',
  CORRUPT: 'is damaged, or is not a tar archive',
  TRUNCATED: 'ends too early',
  TRAILING_DATA: 'has data after its end',
} as const;
export type ArchiveFault = keyof typeof faults;

/** A path as text that can be shown: short, with every invisible character escaped. */
const shown = (path: string): string => {
  const visible = path.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return visible.length > 200 ? `${visible.slice(0, 200)}…` : visible;
};

/** The refusal of an archive for what it is: MANIFEST_INVALID with the path and the fault in `fields`. An empty path means the archive itself. */
export class ArchiveRefusal extends RegistryError<'MANIFEST_INVALID'> {
  readonly fault: ArchiveFault;

  constructor(fault: ArchiveFault, path = '', options?: { cause?: unknown }) {
    super(
      'MANIFEST_INVALID',
      { reason: 'The archive is refused:', fields: [{ path: path === '' ? 'archive' : shown(path), message: faults[fault] }] },
      options,
    );
    this.fault = fault;
  }
}

/** The refusal of an archive for its size: QUOTA_EXCEEDED. */
export const tooLarge = (what: string, limit: number, found: number): RegistryError<'QUOTA_EXCEEDED'> =>
  new RegistryError('QUOTA_EXCEEDED', { what, limit, found });
/** The place of a size in a refusal, for example «The size of a/b in the archive». */
export const sizeOf = (path: string): string => `The size of ${shown(path)} in the archive`;
