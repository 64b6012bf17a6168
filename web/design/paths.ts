/** The addresses of our own pages, built in one place. */

/** Tabs of an artifact's page; the overview has no name of its own. */
export type ArtifactTab = 'overview' | 'versions' | 'dependencies' | 'manifest' | 'security' | 'live';

/** Page of an artifact: `@acme/auth` and, where not the latest is meant, what to resolve. */
export function artifactPath(name: string, tab: ArtifactTab = 'overview', version: string | null = null): string {
  const path = `/${name}${tab === 'overview' ? '' : `/${tab}`}`;
  return version === null ? path : `${path}?version=${encodeURIComponent(version)}`;
}

/** Page of a publisher, by handle. */
export const publisherPath = (handle: string): string => `/@${handle}`;

/** Page that explains an error code. */
export const errorPath = (code: string): string => `/errors/${code}`;

/** Namespace part of an artifact's name: `@acme/auth` → `acme`. */
export const handleOf = (name: string): string => name.slice(1, name.indexOf('/'));
