import { splitName } from '@gati/identifiers';
import type { PageArguments } from '@gati/pagination';
import { listVersions } from '../use-cases/list-versions.ts';
import type { ArtifactView } from '../views.ts';
import type { Context } from './context.ts';

export const artifact = {
  __resolveReference: ({ id, name }: { readonly id?: string; readonly name?: string }, { reader }: Context) =>
    id === undefined ? reader.artifactNamed(name ?? '') : reader.artifact(id),
  type: ({ type }: ArtifactView) => type.toUpperCase(),
  visibility: ({ visibility }: ArtifactView) => visibility.toUpperCase(),
  viewerHasStarred: ({ hasAskersStar }: ArtifactView) => hasAskersStar,
  namespace: ({ namespaceId, name }: ArtifactView) => ({ id: namespaceId, handle: splitName(name).handle }),
  grants: (view: ArtifactView, _: unknown, { principal, artifacts }: Context) => artifacts.listAccess(principal, view),
  tags: (view: ArtifactView, _: unknown, { reader }: Context) => reader.tags(view),
  latest: ({ latestVersionId }: ArtifactView, _: unknown, { reader }: Context) => (latestVersionId === null ? null : reader.version(latestVersionId)),
  version: (view: ArtifactView, { ref }: { readonly ref: string }, { reader }: Context) => reader.select(view, ref),
  versions: ({ id }: ArtifactView, page: PageArguments, { reader }: Context) => listVersions(reader, id, page),
};
