/** A path below `/v2/`, taken apart. Names are not judged here. */
export type OciPath =
  | { readonly kind: 'base' }
  | { readonly kind: 'blob'; readonly repository: string; readonly digest: string }
  | { readonly kind: 'uploads'; readonly repository: string }
  | { readonly kind: 'upload'; readonly repository: string; readonly uploadId: string }
  | { readonly kind: 'manifest'; readonly repository: string; readonly reference: string }
  | { readonly kind: 'tags'; readonly repository: string }
  | { readonly kind: 'referrers'; readonly repository: string; readonly digest: string }
  | { readonly kind: 'unknown' };

/**
 * Reads the path of a request (Distribution Specification 1.1, "Endpoints"). The last words decide, because a repository's name may hold any of them: `v2/a/blobs/manifests/latest` is the manifest `latest` of `a/blobs`.
 * @param pathname  percent-encoded as it came, without the query
 */
export function parseOciPath(pathname: string): OciPath {
  const rest = decode(pathname.replace(/^\/v2\/?/, ''));
  if (rest === null) return { kind: 'unknown' };
  if (rest === '') return { kind: 'base' };
  const words = rest.split('/');
  const last = words.at(-1) ?? '';
  const [beforeLast, third] = [words.at(-2), words.at(-3)];
  const repositoryOf = (length: number): string => words.slice(0, -length).join('/');

  if (beforeLast === 'uploads' && third === 'blobs' && words.length > 3)
    return last === '' ? { kind: 'uploads', repository: repositoryOf(3) } : { kind: 'upload', repository: repositoryOf(3), uploadId: last };
  if (last === 'uploads' && beforeLast === 'blobs' && words.length > 2) return { kind: 'uploads', repository: repositoryOf(2) };
  if (words.length < 3 || last === '') return { kind: 'unknown' };
  const repository = repositoryOf(2);
  if (beforeLast === 'blobs') return { kind: 'blob', repository, digest: last };
  if (beforeLast === 'manifests') return { kind: 'manifest', repository, reference: last };
  if (beforeLast === 'referrers') return { kind: 'referrers', repository, digest: last };
  if (beforeLast === 'tags' && last === 'list') return { kind: 'tags', repository };
  return { kind: 'unknown' };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
