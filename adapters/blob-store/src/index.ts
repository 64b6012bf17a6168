export {
  BlobChangedError,
  UploadOffsetError,
  type BlobReading,
  type BlobStore,
  type BlobWriting,
  type ByteRange,
  type ListedBlob,
  type SignedPart,
  type StoredBlob,
  type WriteOptions,
} from './blob-store.ts';
export { createFilesystemBlobStore, type FilesystemBlobStoreOptions } from './filesystem/index.ts';
