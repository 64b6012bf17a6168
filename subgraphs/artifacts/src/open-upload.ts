import type { Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { ArtifactName } from '@gati/identifiers';
import type { Access } from './access.ts';
import type { Tables } from './ports.ts';
import { uploads } from './repository/uploads.ts';

export interface UploadReference {
  readonly name: ArtifactName;
  readonly uploadId: string;
}

/** A session as its writers meet it. */
export interface OpenUpload {
  readonly artifactId: string;
  readonly namespaceId: string;
}

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether the registry could have given this id; any other names nothing. */
export const isUploadId = (text: string): boolean => uuidPattern.test(text);

export const noSuchUpload = (uploadId: string): RegistryError<'NOT_FOUND'> => new RegistryError('NOT_FOUND', { reference: `upload ${uploadId.slice(0, 40)}` });

/** The caller's own session in this repository; anybody else's, and one that has expired, does not exist for it. @throws NOT_FOUND and what `forPushing` throws */
export async function openUpload(
  { access, tables, clock }: { readonly access: Pick<Access, 'forPushing'>; readonly tables: Tables; readonly clock: Clock },
  principal: Principal,
  { name, uploadId }: UploadReference,
): Promise<OpenUpload> {
  const [{ artifact, namespaceId }, upload] = await Promise.all([
    access.forPushing(principal, name),
    isUploadId(uploadId) ? uploads(tables).find(uploadId) : null,
  ]);
  const isOwn = upload !== null && principal.kind !== 'anonymous' && upload.accountId === principal.accountId && upload.artifactId === artifact?.id;
  if (!isOwn || upload.expiresAt <= clock()) throw noSuchUpload(uploadId);
  return { artifactId: upload.artifactId, namespaceId };
}
