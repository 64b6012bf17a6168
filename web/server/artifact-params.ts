import { notFound } from 'next/navigation';
import { decoded, isArtifactPart, isHandle } from '#web/server/absence.ts';

/** Parameters of an artifact's routes, as Next.js gives them: encoded. */
export interface ArtifactParams {
  readonly ns: string;
  readonly name: string;
}

/** The artifact that a route names, `@acme/auth`. Anything that cannot be a name is not found, like a name that nobody has taken. */
export async function artifactName(params: Promise<ArtifactParams>): Promise<string> {
  const { ns, name } = await params;
  if (!isHandle(decoded(ns)) || !isArtifactPart(decoded(name))) notFound();
  return `${decoded(ns)}/${decoded(name)}`;
}

/** The publisher that a route names, without the @. */
export async function publisherHandle(params: Promise<{ readonly ns: string }>): Promise<string> {
  const handle = decoded((await params).ns);
  if (!isHandle(handle)) notFound();
  return handle.slice(1);
}
