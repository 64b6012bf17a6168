export {
  createOciClient,
  manifestMediaType,
  indexMediaType,
  type OciClient,
  type OciClientOptions,
  type StoredManifest,
  type Descriptor,
  type CallOptions,
} from './client.ts';
export { createOciAuthorization, type OciAuthorization, type OciAuthorizationOptions, type RepositoryAction } from './authorization.ts';
export { bytesSource, fileSource, type BlobSource } from './blob-source.ts';
export type { UploadOptions } from './upload.ts';
export type { DownloadOptions, Hasher } from './download.ts';
