import type { Principal } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { ArtifactName } from '@gati/identifiers';
import type { Access } from './access.ts';
import type { Tables } from './ports.ts';
import { uploads } from './repository/uploads.ts';

export interface UploadReference {
  readonly name: ArtifactName;
  readonly uploadId: string;
}

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The caller's own session in this repository; anybody else's does not exist for it. @throws NOT_FOUND and what `forPushing` throws */
export async function openUpload(
  { access, tables }: { readonly access: Access; readonly tables: Tables },
  principal: Principal,
  { name, uploadId }: UploadReference,
): Promise<{ readonly artifactId: string }> {
  const { artifact } = await access.forPushing(principal, name);
  const upload = uuidPattern.test(uploadId) ? await uploads(tables).find(uploadId) : null;
  const isOwn = upload !== null && principal.kind !== 'anonymous' && upload.accountId === principal.accountId && upload.artifactId === artifact?.id;
  if (!isOwn) throw new RegistryError('NOT_FOUND', { reference: `upload ${uploadId.slice(0, 40)}` });
  return { artifactId: upload.artifactId };
}

/** Where the session stands, when the store refused bytes for their place; null for any other error. Told by name: the store may be any vendor's. */
export const misplacedAt = (error: unknown): number | null =>
  error instanceof Error && error.name === 'UploadOffsetError' && 'sizeBytes' in error && typeof error.sizeBytes === 'number' ? error.sizeBytes : null;
