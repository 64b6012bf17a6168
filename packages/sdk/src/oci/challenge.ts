/** What a registry asks for in `WWW-Authenticate`. */
export interface BearerChallenge {
  readonly realm: string;
  readonly service: string | undefined;
  readonly scope: string | undefined;
}

/** Reads a Bearer challenge; null for any other scheme or one without a realm.
 *  @see RFC 9110, 11.6.1; distribution/distribution, "Token Authentication Specification" */
export function parseBearerChallenge(header: string | null): BearerChallenge | null {
  const rest = /^\s*Bearer\s+(.*)$/is.exec(header ?? '')?.[1];
  if (rest === undefined) return null;
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain] of rest.matchAll(/([a-z_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi)) {
    parameters.set(name.toLowerCase(), quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/g, '$1'));
  }
  const realm = parameters.get('realm');
  return realm ? { realm, service: parameters.get('service'), scope: parameters.get('scope') } : null;
}
