/** The annotation under which tools such as ORAS keep a file's name (OCI image-spec, "Pre-Defined Annotation Keys"). */
const titleKey = 'org.opencontainers.image.title';
/** One blob may be there under several names. */
const titlesMax = 10;
const titleLengthMax = 1000;

/** The names that a manifest gives its layers, by digest. A name is a path inside the version: what climbs, begins at a root or holds what no path may is none. */
export function layerTitles(manifest: Uint8Array): ReadonlyMap<string, readonly string[]> {
  const titles = new Map<string, string[]>();
  for (const { digest, annotations } of layersIn(manifest)) {
    const title = usable(annotations?.[titleKey]);
    if (typeof digest !== 'string' || title === null) continue;
    const known = titles.get(digest) ?? [];
    if (known.length < titlesMax && !known.includes(title)) titles.set(digest, [...known, title]);
  }
  return titles;
}

interface LayerLike {
  readonly digest?: unknown;
  readonly annotations?: Readonly<Record<string, unknown>> | null;
}

function layersIn(manifest: Uint8Array): readonly LayerLike[] {
  try {
    const { layers } = JSON.parse(new TextDecoder().decode(manifest)) as { layers?: unknown };
    return Array.isArray(layers) ? layers.filter((layer): layer is LayerLike => typeof layer === 'object' && layer !== null) : [];
  } catch {
    return [];
  }
}

function usable(title: unknown): string | null {
  if (typeof title !== 'string' || title.length > titleLengthMax || /[\p{Cc}\\]/u.test(title) || !title.isWellFormed()) return null;
  const names = title.split('/').filter((name) => name !== '' && name !== '.');
  return names.length === 0 || names.includes('..') ? null : names.join('/');
}
