import { parseArtifactName, repositoryOf } from '@gati/identifiers';
import type { ContentCache, Tables } from '../ports.ts';
import { contentsOfVersion } from '../repository/version-contents.ts';

/** Downloads from which on an artifact's new versions are brought to the CDN before anybody asks. */
const popularFrom = 1_000;
/** Manifests and blobs that are brought there for one version. */
const partsMax = 200;

/** Brings a new version of a popular artifact to the CDN, as anybody would pull it; nothing where there is none, and what is not for everybody stays away. @throws when it could not be fetched */
export const warmCache =
  ({ contentCache, tables }: { readonly contentCache: ContentCache | null; readonly tables: Tables }) =>
  async (versionId: string, signal: AbortSignal): Promise<void> => {
    if (!contentCache) return;
    const contents = await contentsOfVersion(tables, versionId, partsMax);
    if (!contents || contents.downloadCount < popularFrom) return;
    const repository = repositoryOf(parseArtifactName(contents.name));
    const paths = contents.parts.map(({ kind, digest }) => `/v2/${repository}/${kind}s/${digest}`);
    await contentCache.warm({ repository, paths, signal });
  };
