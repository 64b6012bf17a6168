export { UploadOffsetError, type BlobReading, type BlobStore, type BlobWriting, type ByteRange, type StoredBlob, type WriteOptions } from './blob-store.ts';
