/** The names under which a machine calls itself. */
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The origin that the registry goes by, and those that are the same machine's other names for it. */
export interface Origins {
  /** `https://registry.example`, without a path. */
  readonly publicOrigin: string;
  /** Whether an `Origin` header is ours: equal to PUBLIC_URL, or another loopback name with its port. */
  isOurs(origin: string): boolean;
  /** Whether a `Host` header is a name of ours, by whatever port: a page of another name that leads here reads nothing (DNS rebinding). */
  isOurHost(host: string | undefined): boolean;
  /** Where a page asked for under another loopback name is to be asked for; undefined where the name is right, or is not ours to correct. */
  correctedUrl(host: string | undefined, path: string): string | undefined;
}

const parse = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

export function createOrigins(publicUrl: string): Origins {
  const ours = new URL(publicUrl);
  const isSibling = (other: URL): boolean =>
    loopback.has(ours.hostname) && loopback.has(other.hostname) && other.protocol === ours.protocol && other.port === ours.port;
  return {
    publicOrigin: ours.origin,
    isOurs(origin) {
      const other = parse(origin);
      return other !== undefined && (other.origin === ours.origin || isSibling(other));
    },
    isOurHost(host) {
      const other = host === undefined ? undefined : parse(`${ours.protocol}//${host}`);
      return other !== undefined && other.username === '' && (other.hostname === ours.hostname || loopback.has(other.hostname));
    },
    correctedUrl(host, path) {
      const other = parse(`${ours.protocol}//${host ?? ''}`);
      if (!other || other.host === ours.host || !isSibling(other) || !path.startsWith('/')) return undefined;
      // The path is the request's own text: `//elsewhere/x` must stay a path, and a whole address (RFC 9112, 3.2.2) is none.
      return `${ours.origin}${path}`;
    },
  };
}
