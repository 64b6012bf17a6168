/** What our tokens say they are (RFC 8725, 3.11): one kind is never taken for the other. */
export type TokenType = 'at+jwt' | 'oci+jwt';

/**
 * The key id of a token header that is one of ours; null for any other.
 * We write these three parameters alone, so whatever else stands there (`jwk`, `jku`, `x5u`, `crit` …) is somebody's attempt to bring a key or a rule
 * of their own, and an `alg` other than ours an attempt to have our public key used as a password (RFC 8725, 2.1, 3.1, 3.10).
 */
export function keyIdOf(header: object, type: TokenType): string | null {
  const { alg, typ, kid, ...foreign } = header as Record<string, unknown>;
  const isOurs = alg === 'EdDSA' && typ === type && typeof kid === 'string' && Object.keys(foreign).length === 0;
  return isOurs ? kid : null;
}
