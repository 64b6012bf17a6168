import type { ContentCache } from '../ports.ts';
import { surrogateKeyOf } from '../rules/surrogate-keys.ts';

/** Has the CDN drop everything it keeps of an artifact, because perhaps not everybody may have it any more; nothing where there is none. @throws when it could not be told */
export const purgeCache =
  ({ contentCache }: { readonly contentCache: ContentCache | null }) =>
  async (artifactId: string): Promise<void> =>
    contentCache?.purge([surrogateKeyOf(artifactId)]);
