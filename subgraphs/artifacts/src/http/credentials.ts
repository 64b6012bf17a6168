import type { Principal } from '@gati/authority';
import { RegistryError } from '@gati/errors';

/** What an OCI token is good for in one repository. */
export interface TokenAccess {
  readonly repository: string;
  readonly actions: readonly ('pull' | 'push' | 'delete')[];
}

/** Who asks at the OCI door. */
export interface Caller {
  readonly principal: Principal;
  /** What the token is limited to; null for a credential without such a limit (an API key, an access token). */
  readonly access: readonly TokenAccess[] | null;
}

/** What `namespaces` gives this door. */
export interface CredentialPorts {
  /** The full header; throws UNAUTHENTICATED for what does not count. */
  readonly authenticate: (authorization: string, clientAddress: string) => Promise<Principal>;
  readonly authenticateBasic: (
    username: string,
    password: string,
    options: { readonly allowPassword: boolean; readonly clientAddress: string },
  ) => Promise<Principal>;
  readonly ociTokens: {
    readonly mint: (
      principal: Principal,
      access: readonly TokenAccess[],
    ) => Promise<{ readonly token: string; readonly expiresInSeconds: number; readonly issuedAt: Date }>;
    readonly verify: (token: string) => Promise<{ readonly principal: Principal; readonly access: readonly TokenAccess[] }>;
  };
}

/** Longer ones are no credential of ours, and cost nobody a verification. */
const authorizationLengthMax = 12 * 1024;

/**
 * Who the credentials belong to. Each kind goes to its own verifier, which judges by itself what it is given; the kind only decides which.
 * @throws UNAUTHENTICATED for none, and for what does not count
 */
export async function identify(ports: CredentialPorts, authorization: string | undefined, clientAddress: string): Promise<Caller> {
  const [, scheme = '', value = ''] = /^([A-Za-z]+) +(\S+) *$/.exec((authorization ?? '').slice(0, authorizationLengthMax + 1)) ?? [];
  if (value === '' || (authorization ?? '').length > authorizationLengthMax) throw new RegistryError('UNAUTHENTICATED', {});
  if (scheme.toLowerCase() === 'basic') {
    const { username, password } = readBasic(value);
    return { principal: await ports.authenticateBasic(username, password, { allowPassword: false, clientAddress }), access: null };
  }
  if (scheme.toLowerCase() !== 'bearer') throw new RegistryError('UNAUTHENTICATED', { reason: 'Credentials are «Bearer TOKEN» or «Basic HANDLE:KEY».' });
  if (isOciToken(value)) return ports.ociTokens.verify(value);
  const principal = await ports.authenticate(`Bearer ${value}`, clientAddress);
  if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
  return { principal, access: null };
}

/** What a token says of itself, unverified. */
function isOciToken(token: string): boolean {
  try {
    const header = JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString()) as { readonly typ?: unknown } | null;
    return header?.typ === 'oci+jwt';
  } catch {
    return false;
  }
}

/** RFC 7617: everything behind the first colon is the password. @throws UNAUTHENTICATED */
export function readBasic(value: string): { readonly username: string; readonly password: string } {
  const text = Buffer.from(value, 'base64').toString();
  const colon = text.indexOf(':');
  if (colon <= 0) throw new RegistryError('UNAUTHENTICATED', { reason: 'Basic credentials are HANDLE:KEY.' });
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}
