/** Providers that people can sign in with. */
export const providerNames = ['github', 'google'] as const;
export type ProviderName = (typeof providerNames)[number];

/** The application that is registered with a provider. */
export interface ProviderSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** An OpenID Connect issuer in its place; null: the provider itself. */
  readonly issuer: string | null;
}

/** Who a provider says somebody is. Issuer and subject alone tell whose account it is; everything else may be anyone's. */
export interface ProvidedIdentity {
  readonly provider: ProviderName;
  readonly issuer: string;
  readonly subject: string;
  /** What it is called there, for people to recognise. */
  readonly name: string;
  /** As its provider writes it; null when it tells none. */
  readonly email: string | null;
  /** Whether the provider has seen that the address is its owner's. */
  readonly isEmailVerified: boolean;
}

/** Secrets of one sign-in; see RFC 9700, 2.1. */
export interface Secrets {
  /** Comes back with the browser, and binds the answer to the question. */
  readonly state: string;
  /** Comes back inside the identity. */
  readonly nonce: string;
  /** PKCE: a code that was stolen on its way is worth nothing without it. */
  readonly verifier: string;
}

/** One provider, as the application that is registered there sees it. */
export interface IdentityProvider {
  /** Where to send the browser. @throws UPSTREAM_UNAVAILABLE */
  readonly authorizationUrl: (secrets: Secrets, redirectUri: string) => Promise<URL>;
  /**
   * Who came back. @param answer  the whole address that the browser was sent to
   * @throws an Error for an answer that is none to our question; UPSTREAM_UNAVAILABLE
   */
  readonly identify: (answer: URL, secrets: Secrets) => Promise<ProvidedIdentity>;
}
