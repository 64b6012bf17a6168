/** How large an archive may be before the reader refuses it. Sizes are bytes. */
export interface ArchiveLimits {
  /** Files, folders and links together, folders that are only named above them included. */
  readonly entries: number;
  /** Everything in the archive, unpacked, headers included. */
  readonly totalSizeBytes: number;
  /** One file. */
  readonly fileSizeBytes: number;
  /** Content up to here is given to the caller; a larger file is read through and given as null. */
  readonly contentSizeBytes: number;
  /** A path in UTF-8. */
  readonly pathSizeBytes: number;
  /** Folders above one another, the name itself included. */
  readonly depth: number;
  /** All paths together, which the reader holds until the end. */
  readonly namesSizeBytes: number;
  /** One extended (PAX) or long-name (GNU) header. */
  readonly headerSizeBytes: number;
  /** Unpacked bytes for each packed byte; looked at above `ratioFloorBytes`. */
  readonly compressionRatio: number;
  /** Small archives may be as repetitive as they like. */
  readonly ratioFloorBytes: number;
}

/** What the registry takes. A caller that waits for less narrows it: `{ ...archiveLimits, contentSizeBytes }`. */
export const archiveLimits: ArchiveLimits = {
  // The largest packages of npm hold some 40,000 files; each costs the reader about 300 bytes of memory.
  entries: 100_000,
  // Larger things are model files, which travel as layers of their own and in no archive.
  totalSizeBytes: 2 * 1024 ** 3,
  fileSizeBytes: 1024 ** 3,
  // The readers hold one content at a time; what is larger than this is no source code and no manifest.
  contentSizeBytes: 8 * 1024 ** 2,
  // PATH_MAX of Linux is 4096: this leaves room for the folder it is unpacked under.
  pathSizeBytes: 1024,
  depth: 64,
  // 100,000 paths of 320 bytes.
  namesSizeBytes: 32 * 1024 ** 2,
  // PAX headers of real archives stay under 4 KiB; extended attributes reach 64 KiB (Linux, XATTR_SIZE_MAX).
  headerSizeBytes: 128 * 1024,
  // Deflate cannot pass 1032 (a bomb of zeros is just below it); source code and JSON reach some 20, logs and sparse tables 100.
  compressionRatio: 250,
  ratioFloorBytes: 16 * 1024 ** 2,
};

/** What the client takes when it unpacks: as the registry, but with the content of every file it could have let pass up to this size. */
export const unpackLimits: ArchiveLimits = { ...archiveLimits, contentSizeBytes: 512 * 1024 ** 2 };

/** Which tricks are refused beside the limits. */
export interface ArchiveRules {
  /** Symbolic and hard links: none at all, only to inside the archive, or any. */
  readonly links: 'none' | 'inside' | 'any';
  /** Names and their collisions are judged as if unpacked on every system at once, Windows and macOS included. */
  readonly isPortable: boolean;
  /** One gzip member, one end mark, nothing after either, no device nodes: nothing that two readers could read as two things. */
  readonly isStrict: boolean;
}

/** - `layer`: what `gati publish` makes and `gati install` unpacks: files and folders only.
 *  - `package`: archives by other tools that are unpacked into a folder: links may stay inside.
 *  - `image`: layers of container images, whose root is a file system's: absolute links, device nodes, names of Linux and several gzip members are ordinary there. Never unpacked by us. */
export const archiveRules = {
  layer: { links: 'none', isPortable: true, isStrict: true },
  package: { links: 'inside', isPortable: true, isStrict: true },
  image: { links: 'any', isPortable: false, isStrict: false },
} as const satisfies Record<string, ArchiveRules>;
