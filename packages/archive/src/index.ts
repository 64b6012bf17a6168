export { archiveLimits, unpackLimits, archiveRules, type ArchiveLimits, type ArchiveRules } from './limits.ts';
export { ArchiveRefusal, type ArchiveFault } from './refusal.ts';
export { readArchive, type ArchiveEntry, type ReadOptions } from './read-archive.ts';
export { isTar } from './is-tar.ts';
export { packFiles, packStream, type FileToPack, type PackedLayer } from './pack-files.ts';
export { selectFiles, type Selection } from './select-files.ts';
export { unpackTo } from './unpack-to.ts';
