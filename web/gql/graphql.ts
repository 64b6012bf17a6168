/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A new passkey. */
export type AddPasskeyInput = {
  /** What to call it, 1 to 100 characters. */
  name: string;
  /** What the browser got for the options of startPasskey, as JSON. */
  response: string;
};

/** What an API key may do. */
export type ApiKeyScope =
  /** Change members, keys, policies and settings. */
  | 'ADMIN'
  /** Push, publish, tag, yank and deprecate. */
  | 'PUBLISH'
  /** See and download. */
  | 'READ';

/** Which program to approve. */
export type ApproveDeviceLoginInput = {
  /** The code that the program shows, upper or lower case. */
  userCode: string;
};

/** What kind of thing an artifact is. */
export type ArtifactType =
  /** A recipe of skills, models and capabilities. */
  | 'AGENT'
  /** A machine-learning model. */
  | 'MODEL'
  /** Code with typed handlers, in one of five runtimes. */
  | 'MODULE'
  /** An extension of a Gati application. */
  | 'PLUGIN'
  /** An application's exact environment. */
  | 'SNAPSHOT'
  /** Files with variables, from which a project starts. */
  | 'TEMPLATE';

/** A change of password. */
export type ChangePasswordInput = {
  /** The present password; left out by accounts that have none. */
  currentPassword?: string | null | undefined;
  /** The new password, 10 to 200 characters. */
  newPassword: string;
};

/** A proof of the second factor: one of the two. */
export type ConfirmSessionInput = {
  /** Six-digit code, or a recovery code. */
  code?: string | null | undefined;
  /** What an authenticator answered to startPasskeySignIn, as JSON. */
  passkey?: string | null | undefined;
};

/** A first code of an authenticator app. */
export type ConfirmTotpInput = {
  /** The six digits that the app shows. */
  code: string;
};

/** A new API key. */
export type CreateApiKeyInput = {
  /** Artifacts to limit it to beside the namespaces, by name or pattern, for example @acme/auth or @acme/web-*; such a key finds what is private there by name, not in lists. */
  artifacts?: Array<string> | null | undefined;
  /** When it stops working; left out, it does not by itself. */
  expiresAt?: string | null | undefined;
  /** What to call it, 1 to 100 characters. */
  name: string;
  /** Handles of the namespaces to limit it to; left out, it is not limited. */
  namespaces?: Array<string> | null | undefined;
  /** Identifier of the robot whose key it shall be; left out, it is the account's own. */
  robot?: string | null | undefined;
  /** What it may do at most; one or more. */
  scopes: Array<ApiKeyScope>;
};

/** Which session to end. */
export type EndSessionInput = {
  /** Identifier of the session. */
  id: string;
};

/** A sign-in that ended with a code. */
export type ExchangeSignInCodeInput = {
  /** The one-use code from the end of the sign-in. */
  code: string;
  /** Secret whose SHA-256 the browser sent when the sign-in began. */
  codeVerifier: string;
};

/** What kind of thing was found. */
export type FindingKind =
  /** An archive that bursts or writes outside its folder. */
  | 'ARCHIVE'
  /** A script that runs on installation. */
  | 'INSTALL_SCRIPT'
  /** Code that does harm. */
  | 'MALWARE'
  /** A model file that runs code when loaded. */
  | 'MODEL'
  /** A password, token or private key. */
  | 'SECRET'
  /** Something that nobody could look into, so that silence about it is no good sign. */
  | 'UNEXAMINED'
  /** A known vulnerability of a package. */
  | 'VULNERABILITY';

/** Where indexing stands. */
export type IndexingStatus =
  /** Found by search; the end. */
  | 'DONE'
  /** Given up after its last retry; the end. */
  | 'FAILED'
  /** Waiting to start. */
  | 'QUEUED'
  /** At work. */
  | 'RUNNING';

/** A sign-in that ended with a code, to be linked. */
export type LinkIdentityInput = {
  /** The one-use code from the end of the sign-in. */
  code: string;
  /** Secret whose SHA-256 the browser sent when the sign-in began. */
  codeVerifier: string;
};

/** What a member may do; each role includes those below it. */
export type MemberRole =
  /** Members, keys, policies and settings. */
  | 'ADMIN'
  /** Everything, including owners, transfers and payouts. */
  | 'OWNER'
  /** See what is private. */
  | 'READ'
  /** Publish, tag, yank and deprecate. */
  | 'WRITE';

/** Whose a namespace is. */
export type NamespaceKind =
  /** Shared by its members. */
  | 'ORGANIZATION'
  /** One account's own. */
  | 'USER';

/** What an artifact costs to use. */
export type PricingModel =
  /** Nothing. */
  | 'FREE'
  /** One payment, for good. */
  | 'ONE_TIME'
  /** A payment for each month or year. */
  | 'SUBSCRIPTION'
  /** By what is used. */
  | 'USAGE';

/** Which session to refresh. */
export type RefreshSessionInput = {
  /** The refresh token of the present session. */
  refreshToken: string;
};

/** Which passkey to forget. */
export type RemovePasskeyInput = {
  /** Identifier of the passkey. */
  id: string;
};

/** Whose password to set anew. */
export type RequestPasswordResetInput = {
  /** Handle or e-mail address of the account. */
  handleOrEmail: string;
};

/** A new password, with a proof from a mail. */
export type ResetPasswordInput = {
  /** The code from the mail; it works once. */
  code: string;
  /** The new password, 10 to 200 characters. */
  newPassword: string;
};

/** Which key to revoke. */
export type RevokeApiKeyInput = {
  /** Identifier of the key. */
  id: string;
};

/** Which key to rotate. */
export type RotateApiKeyInput = {
  /** Identifier of the key. */
  id: string;
  /** How many hours the old key goes on, 0 to 168. */
  overlapHours?: number;
};

/** Format of a bill of materials. */
export type SbomFormat =
  /** CycloneDX. */
  | 'CYCLONEDX'
  /** SPDX. */
  | 'SPDX';

/** How an engine's part of a scan went. */
export type ScanEngineStatus =
  /** Completed. */
  | 'DONE'
  /** Failed; the scan goes on without it and says so in its score. */
  | 'FAILED'
  /** Not started yet. */
  | 'PENDING'
  /** At work. */
  | 'RUNNING'
  /** Not applicable to this version, or switched off. */
  | 'SKIPPED';

/** A step of admitting and scanning a version. */
export type ScanStage =
  /** Its components are compared with known advisories. */
  | 'ADVISORIES'
  /** It is searched for malicious code. */
  | 'MALWARE'
  /** It is published. */
  | 'PUBLISH'
  /** Its components are listed. */
  | 'SBOM'
  /** Its score is computed. */
  | 'SCORE'
  /** Its signature is verified. */
  | 'SIGNATURE';

/** Where a scan stands. */
export type ScanStatus =
  /** Ended with nothing found; the end. */
  | 'CLEAN'
  /** Given up after its last retry; the end. */
  | 'FAILED'
  /** Ended with something found; the end. */
  | 'FINDINGS'
  /** Found to be malicious, and refused; the end. */
  | 'MALICIOUS'
  /** Waiting to start. */
  | 'QUEUED'
  /** At work. */
  | 'RUNNING';

/** What a hit must satisfy, and how hits are ordered; filters of different fields are joined by and, values within one field by or. */
export type SearchInput = {
  /** Only what declares one of these capabilities, for example db or auth. */
  capabilities?: Array<string> | null | undefined;
  /** Only what works with this version of Gati, for example 2.0.8. */
  gati?: string | null | undefined;
  /** Only these programming languages, for example typescript. */
  languages?: Array<string> | null | undefined;
  /** Only these licenses, as SPDX identifiers. */
  licenses?: Array<string> | null | undefined;
  /** Only what has at least this security score, 0 to 100. */
  minScore?: number | null | undefined;
  /** Only these namespaces, by handle without the @. */
  namespaces?: Array<string> | null | undefined;
  /** Only these pricing models. */
  pricing?: Array<PricingModel> | null | undefined;
  /** Order of the hits. */
  sort?: SearchSort;
  /** Only what carries one of these tags, for example stable. */
  tags?: Array<string> | null | undefined;
  /** Words to find in name, description, keywords and README, at most 200 characters. */
  text?: string | null | undefined;
  /** Only these kinds of artifact. */
  types?: Array<ArtifactType> | null | undefined;
  /** Only what belongs to a verified publisher. */
  verifiedOnly?: boolean;
};

/** Order of search hits. */
export type SearchSort =
  /** Newest artifact first. */
  | 'CREATED'
  /** Most downloaded in the last week first. */
  | 'DOWNLOADS'
  /** Best match first, weighed by popularity and quality. */
  | 'RELEVANCE'
  /** Most starred first. */
  | 'STARS'
  /** Last updated first. */
  | 'UPDATED';

/** How bad something is. */
export type Severity =
  /** CVSS 9.0 to 10.0, or malicious. */
  | 'CRITICAL'
  /** CVSS 7.0 to 8.9. */
  | 'HIGH'
  /** CVSS 0.1 to 3.9. */
  | 'LOW'
  /** CVSS 4.0 to 6.9. */
  | 'MEDIUM'
  /** Not rated. */
  | 'UNKNOWN';

/** A sign-in with a password. */
export type SignInInput = {
  /** What the client calls itself in the list of sessions, 1 to 100 characters, for example Firefox on Linux. */
  clientName?: string | null | undefined;
  /** Handle or e-mail address of the account. */
  handleOrEmail: string;
  /** In the place of a code: what an authenticator answered to startPasskeySignIn, as JSON. */
  passkey?: string | null | undefined;
  /** Its password. */
  password: string;
  /** Six-digit code, or a recovery code, for accounts that have a second factor. */
  totp?: string | null | undefined;
};

/** How a session was opened. */
export type SignInMethod =
  /** By a program whose sign-in was approved in a browser. */
  | 'DEVICE'
  /** By passkey. */
  | 'PASSKEY'
  /** By password, with a second factor where the account has one. */
  | 'PASSWORD'
  /** With an account elsewhere. */
  | 'PROVIDER';

/** Another provider that people can sign in with. */
export type SignInProvider =
  /** GitHub, or what stands in its place. */
  | 'GITHUB'
  /** Google, or what stands in its place. */
  | 'GOOGLE';

/** An answer of an authenticator, to sign in with. */
export type SignInWithPasskeyInput = {
  /** What the client calls itself in the list of sessions, 1 to 100 characters, for example Firefox on Linux. */
  clientName?: string | null | undefined;
  /** What the browser got for the options of startPasskeySignIn, as JSON. */
  response: string;
};

/** Which sessions to end. */
export type SignOutEverywhereInput = {
  /** Whether the session that asks goes on. */
  keepThis?: boolean;
};

/** A new account. */
export type SignUpInput = {
  /** What the client calls itself in the list of sessions, 1 to 100 characters, for example Firefox on Linux. */
  clientName?: string | null | undefined;
  /** E-mail address; shown to nobody else. */
  email: string;
  /** Unique name, 1 to 39 lower-case letters, digits and single hyphens, not at either end. */
  handle: string;
  /** Password, 10 to 200 characters. */
  password: string;
};

/** The registry's verdict on a signature. */
export type SignatureStatus =
  /** Does not match the digest, or its certificate or log entry is wrong. */
  | 'INVALID'
  /** Made after its key had been revoked. */
  | 'REVOKED'
  /** There is no signature. */
  | 'UNSIGNED'
  /** Correct, but made by a key or identity that the namespace has not registered. */
  | 'UNTRUSTED'
  /** Made by a key or identity that the namespace had registered at that time. */
  | 'VALID';

/** By what means a signature was made. */
export type SignerKind =
  /** A short-lived certificate for an identity. */
  | 'IDENTITY'
  /** A key pair. */
  | 'KEY';

/** Algorithm of a signing key. */
export type SigningAlgorithm =
  /** ECDSA on curve P-256 with SHA-256, the default of Cosign. */
  | 'ECDSA_P256'
  /** ECDSA on curve P-384 with SHA-384. */
  | 'ECDSA_P384'
  /** Ed25519. */
  | 'ED25519'
  /** RSA with at least 2048 bits and SHA-256. */
  | 'RSA';

/** Which artifact to star. */
export type StarArtifactInput = {
  /** Full name of the artifact. */
  artifact: string;
};

/** What a completion names. */
export type SuggestionKind =
  /** An artifact, by its full name. */
  | 'ARTIFACT'
  /** A keyword. */
  | 'KEYWORD'
  /** A namespace, by its handle. */
  | 'NAMESPACE'
  /** A search that others often make. */
  | 'QUERY';

/** Which identity to take from the account. */
export type UnlinkIdentityInput = {
  /** Identifier of the linked identity. */
  id: string;
};

/** Which artifact to take the star from. */
export type UnstarArtifactInput = {
  /** Full name of the artifact. */
  artifact: string;
};

/** What can be proved about a publisher. */
export type VerificationKind =
  /** Control of an internet domain. */
  | 'DOMAIN'
  /** Control of a GitHub user or organization. */
  | 'GITHUB'
  /** Control of a social account. */
  | 'SOCIAL';

/** A proof of an e-mail address. */
export type VerifyEmailInput = {
  /** The code from the mail; it works once. */
  code: string;
};

/** Whether and how a version is served. */
export type VersionStatus =
  /** Served to whoever may see the artifact; its bytes never change. */
  | 'PUBLISHED'
  /** No longer served; the reason is shown. */
  | 'QUARANTINED'
  /** Refused for malware and never visible to others; the number is used up. */
  | 'REJECTED'
  /** Pushed and not admitted; visible only to those who may write here, replaceable by another push, removed after 7 days. */
  | 'STAGED'
  /** Served when asked for exactly, never chosen by a tag or range. */
  | 'YANKED';

/** Who may see an artifact. */
export type Visibility =
  /** Members of its namespace, and those who hold an entitlement to it. */
  | 'PRIVATE'
  /** Everyone. */
  | 'PUBLIC';

export type FoundArtifactFragment = { name: string, type: ArtifactType, description: string | null, license: string | null, visibility: Visibility, downloads: { total: number, lastWeek: number }, namespace: { handle: string, badges: Array<{ kind: VerificationKind, subject: string }> } | null, latest: { version: string, status: VersionStatus, publishedAt: string | null, deprecation: { message: string, successor: { name: string } | null } | null, scan: { score: number | null } | null } | null, pricing: { model: PricingModel } | null };

export type HomeQueryVariables = Exact<{ [key: string]: never; }>;


export type HomeQuery = { installed: { totalCount: number, facets: Array<{ field: string, buckets: Array<{ value: string, count: number }> }>, nodes: Array<{ artifact: { name: string, type: ArtifactType, description: string | null, license: string | null, visibility: Visibility, downloads: { total: number, lastWeek: number }, namespace: { handle: string, badges: Array<{ kind: VerificationKind, subject: string }> } | null, latest: { version: string, status: VersionStatus, publishedAt: string | null, deprecation: { message: string, successor: { name: string } | null } | null, scan: { score: number | null } | null } | null, pricing: { model: PricingModel } | null } }> } | null, updated: { nodes: Array<{ artifact: { updatedAt: string, name: string, type: ArtifactType, description: string | null, license: string | null, visibility: Visibility, downloads: { total: number, lastWeek: number }, namespace: { handle: string, badges: Array<{ kind: VerificationKind, subject: string }> } | null, latest: { version: string, status: VersionStatus, publishedAt: string | null, deprecation: { message: string, successor: { name: string } | null } | null, scan: { score: number | null } | null } | null, pricing: { model: PricingModel } | null } }> } | null, newest: { nodes: Array<{ artifact: { createdAt: string, name: string, type: ArtifactType, description: string | null, license: string | null, visibility: Visibility, downloads: { total: number, lastWeek: number }, namespace: { handle: string, badges: Array<{ kind: VerificationKind, subject: string }> } | null, latest: { version: string, status: VersionStatus, publishedAt: string | null, deprecation: { message: string, successor: { name: string } | null } | null, scan: { score: number | null } | null } | null, pricing: { model: PricingModel } | null } }> } | null };

export type SearchQueryVariables = Exact<{
  query: SearchInput;
  first: number;
  after?: string | null | undefined;
}>;


export type SearchQuery = { search: { totalCount: number, totalCountIsExact: boolean, tookMs: number, didYouMean: string | null, pageInfo: { endCursor: string | null, hasNextPage: boolean }, facets: Array<{ field: string, buckets: Array<{ value: string, count: number }> }>, nodes: Array<{ highlights: Array<{ field: string, html: string }>, artifact: { name: string, type: ArtifactType, description: string | null, license: string | null, visibility: Visibility, versions: { nodes: Array<{ version: string, status: VersionStatus }> }, timescape: { edges: Array<{ breaking: boolean, to: { version: string } | null }> } | null, downloads: { total: number, lastWeek: number }, namespace: { handle: string, badges: Array<{ kind: VerificationKind, subject: string }> } | null, latest: { version: string, status: VersionStatus, publishedAt: string | null, deprecation: { message: string, successor: { name: string } | null } | null, scan: { score: number | null } | null } | null, pricing: { model: PricingModel } | null } }> } | null };

export type SuggestQueryVariables = Exact<{
  prefix: string;
  limit: number;
}>;


export type SuggestQuery = { suggest: Array<{ text: string, kind: SuggestionKind, artifact: { name: string, type: ArtifactType } | null }> | null };

export type ProfilePageQueryVariables = Exact<{ [key: string]: never; }>;


export type ProfilePageQuery = { viewer: { isEmailVerified: boolean | null, account: { handle: string, email: string | null } | null, invitations: Array<{ id: string }> | null } | null };

export type RequestEmailVerificationMutationVariables = Exact<{ [key: string]: never; }>;


export type RequestEmailVerificationMutation = { requestEmailVerification: { expiresAt: string } | null };

export type ListedApiKeyFragment = { id: string, name: string, scopes: Array<ApiKeyScope>, artifacts: Array<string>, createdAt: string, expiresAt: string | null, lastUsedAt: string | null, revokedAt: string | null, namespaces: Array<{ handle: string }> };

export type KeysPageQueryVariables = Exact<{ [key: string]: never; }>;


export type KeysPageQuery = { viewer: { memberships: Array<{ namespace: { handle: string, signingKeys: Array<{ id: string, fingerprint: string, algorithm: SigningAlgorithm, validFrom: string, revokedAt: string | null }> | null } }> | null, apiKeys: Array<{ id: string, name: string, scopes: Array<ApiKeyScope>, artifacts: Array<string>, createdAt: string, expiresAt: string | null, lastUsedAt: string | null, revokedAt: string | null, namespaces: Array<{ handle: string }> }> | null } | null };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { createApiKey: { secret: string, apiKey: { id: string, name: string } } | null };

export type RotateApiKeyMutationVariables = Exact<{
  input: RotateApiKeyInput;
}>;


export type RotateApiKeyMutation = { rotateApiKey: { secret: string, apiKey: { id: string, name: string }, previous: { id: string, expiresAt: string | null } } | null };

export type RevokeApiKeyMutationVariables = Exact<{
  input: RevokeApiKeyInput;
}>;


export type RevokeApiKeyMutation = { revokeApiKey: { apiKey: { id: string, revokedAt: string | null } } | null };

export type ArtifactHeadFragment = { name: string, type: ArtifactType, description: string | null, license: string | null, keywords: Array<string>, visibility: Visibility, stars: number, viewerHasStarred: boolean, downloads: { total: number, lastWeek: number }, namespace: { handle: string, displayName: string, badges: Array<{ kind: VerificationKind, subject: string, verifiedAt: string }> } | null, tags: Array<{ name: string, version: { version: string } }>, latest: { version: string } | null, versions: { totalCount: number, nodes: Array<{ version: string, status: VersionStatus }> }, timescape: { edges: Array<{ breaking: boolean, to: { version: string } | null }> } | null, pricing: { model: PricingModel } | null };

export type VersionHeadFragment = { version: string, digest: string, status: VersionStatus, statusReason: string | null, publishedAt: string | null, sizeBytes: string, deprecation: { message: string, successor: { name: string } | null } | null, dependencies: Array<{ name: string, range: string }>, signature: { status: SignatureStatus, signedAt: string | null, signedBy: { kind: SignerKind, subject: string | null, fingerprint: string } | null } | null, scan: { status: ScanStatus, score: number | null, counts: { critical: number, high: number, medium: number, low: number, unknown: number } } | null };

export type OverviewQueryVariables = Exact<{
  name: string;
  ref: string;
}>;


export type OverviewQuery = { artifact: { name: string, type: ArtifactType, description: string | null, license: string | null, keywords: Array<string>, visibility: Visibility, stars: number, viewerHasStarred: boolean, version: { version: string, digest: string, status: VersionStatus, statusReason: string | null, publishedAt: string | null, sizeBytes: string, readme: { html: string } | null, deprecation: { message: string, successor: { name: string } | null } | null, dependencies: Array<{ name: string, range: string }>, signature: { status: SignatureStatus, signedAt: string | null, signedBy: { kind: SignerKind, subject: string | null, fingerprint: string } | null } | null, scan: { status: ScanStatus, score: number | null, counts: { critical: number, high: number, medium: number, low: number, unknown: number } } | null } | null, namespace: { handle: string, displayName: string, members: { totalCount: number, nodes: Array<{ role: MemberRole, account: { handle: string } }> }, badges: Array<{ kind: VerificationKind, subject: string, verifiedAt: string }> } | null, downloads: { total: number, lastWeek: number }, tags: Array<{ name: string, version: { version: string } }>, latest: { version: string } | null, versions: { totalCount: number, nodes: Array<{ version: string, status: VersionStatus }> }, timescape: { edges: Array<{ breaking: boolean, to: { version: string } | null }> } | null, pricing: { model: PricingModel } | null } | null };

export type VersionsQueryVariables = Exact<{
  name: string;
  ref: string;
  first: number;
  after?: string | null | undefined;
}>;


export type VersionsQuery = { artifact: { name: string, type: ArtifactType, description: string | null, license: string | null, keywords: Array<string>, visibility: Visibility, stars: number, viewerHasStarred: boolean, version: { version: string, digest: string, status: VersionStatus, statusReason: string | null, publishedAt: string | null, sizeBytes: string, deprecation: { message: string, successor: { name: string } | null } | null, dependencies: Array<{ name: string, range: string }>, signature: { status: SignatureStatus, signedAt: string | null, signedBy: { kind: SignerKind, subject: string | null, fingerprint: string } | null } | null, scan: { status: ScanStatus, score: number | null, counts: { critical: number, high: number, medium: number, low: number, unknown: number } } | null } | null, listed: { totalCount: number, pageInfo: { endCursor: string | null, hasNextPage: boolean }, nodes: Array<{ version: string, status: VersionStatus, statusReason: string | null, publishedAt: string | null, sizeBytes: string, digest: string, scan: { score: number | null } | null }> }, downloads: { total: number, lastWeek: number }, namespace: { handle: string, displayName: string, badges: Array<{ kind: VerificationKind, subject: string, verifiedAt: string }> } | null, tags: Array<{ name: string, version: { version: string } }>, latest: { version: string } | null, versions: { totalCount: number, nodes: Array<{ version: string, status: VersionStatus }> }, timescape: { edges: Array<{ breaking: boolean, to: { version: string } | null }> } | null, pricing: { model: PricingModel } | null } | null };

export type DependenciesQueryVariables = Exact<{
  name: string;
  ref: string;
}>;


export type DependenciesQuery = { artifact: { name: string, type: ArtifactType, description: string | null, license: string | null, keywords: Array<string>, visibility: Visibility, stars: number, viewerHasStarred: boolean, version: { version: string, digest: string, status: VersionStatus, statusReason: string | null, publishedAt: string | null, sizeBytes: string, deprecation: { message: string, successor: { name: string } | null } | null, dependencies: Array<{ name: string, range: string }>, signature: { status: SignatureStatus, signedAt: string | null, signedBy: { kind: SignerKind, subject: string | null, fingerprint: string } | null } | null, scan: { status: ScanStatus, score: number | null, counts: { critical: number, high: number, medium: number, low: number, unknown: number } } | null } | null, downloads: { total: number, lastWeek: number }, namespace: { handle: string, displayName: string, badges: Array<{ kind: VerificationKind, subject: string, verifiedAt: string }> } | null, tags: Array<{ name: string, version: { version: string } }>, latest: { version: string } | null, versions: { totalCount: number, nodes: Array<{ version: string, status: VersionStatus }> }, timescape: { edges: Array<{ breaking: boolean, to: { version: string } | null }> } | null, pricing: { model: PricingModel } | null } | null };

export type ResolvedTreeQueryVariables = Exact<{
  refs: Array<string> | string;
}>;


export type ResolvedTreeQuery = { resolve: { roots: Array<{ name: string, version: string }>, artifacts: Array<{ name: string, version: string, layers: Array<{ sizeBytes: string }>, dependencies: Array<{ name: string, version: string }>, signature: { status: SignatureStatus } }>, problems: Array<{ ref: string, code: string, message: string, suggestion: string | null }> } | null };

export type ManifestTextQueryVariables = Exact<{
  name: string;
  ref: string;
}>;


export type ManifestTextQuery = { artifact: { version: { manifest: unknown } | null } | null };

export type ManifestQueryVariables = Exact<{
  name: string;
  ref: string;
}>;


export type ManifestQuery = { artifact: { name: string, type: ArtifactType, description: string | null, license: string | null, keywords: Array<string>, visibility: Visibility, stars: number, viewerHasStarred: boolean, version: { artifactType: string, manifest: unknown, version: string, digest: string, status: VersionStatus, statusReason: string | null, publishedAt: string | null, sizeBytes: string, layers: Array<{ digest: string, mediaType: string, sizeBytes: string }>, deprecation: { message: string, successor: { name: string } | null } | null, dependencies: Array<{ name: string, range: string }>, signature: { status: SignatureStatus, signedAt: string | null, signedBy: { kind: SignerKind, subject: string | null, fingerprint: string } | null } | null, scan: { status: ScanStatus, score: number | null, counts: { critical: number, high: number, medium: number, low: number, unknown: number } } | null } | null, downloads: { total: number, lastWeek: number }, namespace: { handle: string, displayName: string, badges: Array<{ kind: VerificationKind, subject: string, verifiedAt: string }> } | null, tags: Array<{ name: string, version: { version: string } }>, latest: { version: string } | null, versions: { totalCount: number, nodes: Array<{ version: string, status: VersionStatus }> }, timescape: { edges: Array<{ breaking: boolean, to: { version: string } | null }> } | null, pricing: { model: PricingModel } | null } | null };

export type SecurityQueryVariables = Exact<{
  name: string;
  ref: string;
  first: number;
  after?: string | null | undefined;
}>;


export type SecurityQuery = { artifact: { name: string, type: ArtifactType, description: string | null, license: string | null, keywords: Array<string>, visibility: Visibility, stars: number, viewerHasStarred: boolean, version: { version: string, digest: string, status: VersionStatus, statusReason: string | null, publishedAt: string | null, sizeBytes: string, signature: { status: SignatureStatus, signedAt: string | null, transparencyLog: { index: string } | null, signedBy: { kind: SignerKind, subject: string | null, fingerprint: string } | null } | null, attestations: Array<{ predicateType: string, status: SignatureStatus, digest: string }> | null, sbom: { format: SbomFormat, digest: string, componentCount: number } | null, scan: { startedAt: string | null, finishedAt: string | null, status: ScanStatus, score: number | null, scoreReasons: Array<{ delta: number, reason: string }>, engines: Array<{ name: string, version: string, databaseUpdatedAt: string | null, status: ScanEngineStatus }>, findings: { totalCount: number, pageInfo: { endCursor: string | null, hasNextPage: boolean }, nodes: Array<{ id: string, kind: FindingKind, severity: Severity, title: string, path: string | null, suggestion: string | null, advisory: { id: string, aliases: Array<string>, url: string | null, cvssScore: number | null } | null, package: { name: string, version: string, fixedVersion: string | null } | null }> }, counts: { critical: number, high: number, medium: number, low: number, unknown: number } } | null, deprecation: { message: string, successor: { name: string } | null } | null, dependencies: Array<{ name: string, range: string }> } | null, downloads: { total: number, lastWeek: number }, namespace: { handle: string, displayName: string, badges: Array<{ kind: VerificationKind, subject: string, verifiedAt: string }> } | null, tags: Array<{ name: string, version: { version: string } }>, latest: { version: string } | null, versions: { totalCount: number, nodes: Array<{ version: string, status: VersionStatus }> }, timescape: { edges: Array<{ breaking: boolean, to: { version: string } | null }> } | null, pricing: { model: PricingModel } | null } | null };

export type StarArtifactMutationVariables = Exact<{
  input: StarArtifactInput;
}>;


export type StarArtifactMutation = { starArtifact: { artifact: { stars: number, viewerHasStarred: boolean } } | null };

export type UnstarArtifactMutationVariables = Exact<{
  input: UnstarArtifactInput;
}>;


export type UnstarArtifactMutation = { unstarArtifact: { artifact: { stars: number, viewerHasStarred: boolean } } | null };

export type PublisherQueryVariables = Exact<{
  handle: string;
  first: number;
  after?: string | null | undefined;
}>;


export type PublisherQuery = { namespace: { handle: string, kind: NamespaceKind, displayName: string, badges: Array<{ kind: VerificationKind, subject: string, verifiedAt: string }>, members: { totalCount: number, nodes: Array<{ role: MemberRole, account: { handle: string } }> }, signingKeys: Array<{ id: string, fingerprint: string, algorithm: SigningAlgorithm, validFrom: string, revokedAt: string | null }> | null, artifacts: { totalCount: number, pageInfo: { endCursor: string | null, hasNextPage: boolean }, nodes: Array<{ name: string, type: ArtifactType, description: string | null, license: string | null, visibility: Visibility, downloads: { total: number, lastWeek: number }, latest: { version: string, status: VersionStatus, publishedAt: string | null, deprecation: { message: string } | null, scan: { score: number | null } | null } | null, pricing: { model: PricingModel } | null, versions: { nodes: Array<{ version: string, status: VersionStatus }> }, timescape: { edges: Array<{ breaking: boolean, to: { version: string } | null }> } | null }> } | null } | null };

export type VerifyEmailMutationVariables = Exact<{
  input: VerifyEmailInput;
}>;


export type VerifyEmailMutation = { verifyEmail: { handle: string } | null };

export type RequestPasswordResetMutationVariables = Exact<{
  input: RequestPasswordResetInput;
}>;


export type RequestPasswordResetMutation = { requestPasswordReset: { expiresAt: string } | null };

export type ResetPasswordMutationVariables = Exact<{
  input: ResetPasswordInput;
}>;


export type ResetPasswordMutation = { resetPassword: { handle: string } | null };

export type SecurityPageQueryVariables = Exact<{ [key: string]: never; }>;


export type SecurityPageQuery = { viewer: { account: { handle: string } | null, twoFactor: { isEnabled: boolean, totpSince: string | null, recoveryCodesLeft: number, passkeys: Array<{ id: string, name: string, isBackedUp: boolean, createdAt: string, lastUsedAt: string | null }> } | null, sessions: Array<{ id: string, isCurrent: boolean, clientName: string | null, method: SignInMethod, address: string | null, createdAt: string, lastUsedAt: string }> | null } | null };

export type ChangePasswordMutationVariables = Exact<{
  input: ChangePasswordInput;
}>;


export type ChangePasswordMutation = { changePassword: { endedCount: number } | null };

export type EndSessionMutationVariables = Exact<{
  input: EndSessionInput;
}>;


export type EndSessionMutation = { endSession: { session: { id: string } } | null };

export type SignOutEverywhereMutationVariables = Exact<{
  input: SignOutEverywhereInput;
}>;


export type SignOutEverywhereMutation = { signOutEverywhere: { endedCount: number } | null };

export type StartTotpMutationVariables = Exact<{ [key: string]: never; }>;


export type StartTotpMutation = { startTotp: { secret: string, uri: string } | null };

export type ConfirmTotpMutationVariables = Exact<{
  input: ConfirmTotpInput;
}>;


export type ConfirmTotpMutation = { confirmTotp: { recoveryCodes: Array<string> } | null };

export type RemoveTotpMutationVariables = Exact<{ [key: string]: never; }>;


export type RemoveTotpMutation = { removeTotp: { twoFactor: { isEnabled: boolean } } | null };

export type CreateRecoveryCodesMutationVariables = Exact<{ [key: string]: never; }>;


export type CreateRecoveryCodesMutation = { createRecoveryCodes: { recoveryCodes: Array<string> } | null };

export type StartPasskeyMutationVariables = Exact<{ [key: string]: never; }>;


export type StartPasskeyMutation = { startPasskey: { options: string } | null };

export type AddPasskeyMutationVariables = Exact<{
  input: AddPasskeyInput;
}>;


export type AddPasskeyMutation = { addPasskey: { recoveryCodes: Array<string>, passkey: { id: string } } | null };

export type RemovePasskeyMutationVariables = Exact<{
  input: RemovePasskeyInput;
}>;


export type RemovePasskeyMutation = { removePasskey: { twoFactor: { isEnabled: boolean } } | null };

export type SignInProvidersQueryVariables = Exact<{ [key: string]: never; }>;


export type SignInProvidersQuery = { signInProviders: Array<SignInProvider> };

export type LinkedIdentitiesQueryVariables = Exact<{ [key: string]: never; }>;


export type LinkedIdentitiesQuery = { signInProviders: Array<SignInProvider>, viewer: { identities: Array<{ id: string, provider: SignInProvider, name: string, linkedAt: string, lastUsedAt: string | null }> | null } | null };

export type ExchangeSignInCodeMutationVariables = Exact<{
  input: ExchangeSignInCodeInput;
}>;


export type ExchangeSignInCodeMutation = { exchangeSignInCode: { session: { accessToken: string, refreshToken: string, expiresAt: string, account: { id: string, handle: string } } } | null };

export type LinkIdentityMutationVariables = Exact<{
  input: LinkIdentityInput;
}>;


export type LinkIdentityMutation = { linkIdentity: { identity: { id: string } } | null };

export type UnlinkIdentityMutationVariables = Exact<{
  input: UnlinkIdentityInput;
}>;


export type UnlinkIdentityMutation = { unlinkIdentity: { identity: { id: string } } | null };

export type SignUpMutationVariables = Exact<{
  input: SignUpInput;
}>;


export type SignUpMutation = { signUp: { session: { accessToken: string, refreshToken: string, expiresAt: string, account: { id: string, handle: string } } } | null };

export type SignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInMutation = { signIn: { session: { accessToken: string, refreshToken: string, expiresAt: string, account: { id: string, handle: string } } } | null };

export type SignInWithPasskeyMutationVariables = Exact<{
  input: SignInWithPasskeyInput;
}>;


export type SignInWithPasskeyMutation = { signInWithPasskey: { session: { accessToken: string, refreshToken: string, expiresAt: string, account: { id: string, handle: string } } } | null };

export type SignOutMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutMutation = { signOut: { endedAt: string } | null };

export type ApproveDeviceLoginMutationVariables = Exact<{
  input: ApproveDeviceLoginInput;
}>;


export type ApproveDeviceLoginMutation = { approveDeviceLogin: { clientName: string } | null };

export type WatchedVersionQueryVariables = Exact<{
  name: string;
  version: string;
}>;


export type WatchedVersionQuery = { artifact: { name: string, type: ArtifactType, version: { version: string, digest: string, status: VersionStatus, statusReason: string | null, publishedAt: string | null, signature: { signedAt: string | null } | null, scan: { status: ScanStatus, startedAt: string | null, finishedAt: string | null, score: number | null, counts: { critical: number, high: number, medium: number, low: number, unknown: number }, findings: { totalCount: number, nodes: Array<{ id: string, severity: Severity, title: string }> } } | null } | null } | null };

export type ScanProgressSubscriptionVariables = Exact<{
  artifact: string;
  version: string;
  after?: number | null | undefined;
}>;


export type ScanProgressSubscription = { scanProgress: { sequence: number, stage: ScanStage, percent: number, status: ScanStatus, score: number | null, newFindings: Array<{ id: string, severity: Severity, title: string }>, counts: { critical: number, high: number, medium: number, low: number, unknown: number }, version: { status: VersionStatus, statusReason: string | null } | null } | null };

export type IndexingProgressSubscriptionVariables = Exact<{
  artifact: string;
  version: string;
  after?: number | null | undefined;
}>;


export type IndexingProgressSubscription = { indexingProgress: { sequence: number, stage: string, percent: number, status: IndexingStatus } | null };

export type CreateSocketTicketMutationVariables = Exact<{ [key: string]: never; }>;


export type CreateSocketTicketMutation = { createSocketTicket: { ticket: string } | null };

export type RefreshSessionMutationVariables = Exact<{
  input: RefreshSessionInput;
}>;


export type RefreshSessionMutation = { refreshSession: { session: { accessToken: string, refreshToken: string, expiresAt: string, account: { id: string, handle: string } } } | null };

export type WhoIsAskingQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoIsAskingQuery = { viewer: { account: { id: string } | null } | null };

export type PublisherExistsQueryVariables = Exact<{
  handle: string;
}>;


export type PublisherExistsQuery = { namespace: { id: string } | null };

export type ArtifactExistsQueryVariables = Exact<{
  name: string;
}>;


export type ArtifactExistsQuery = { artifact: { id: string } | null };

export type VersionExistsQueryVariables = Exact<{
  name: string;
  version: string;
}>;


export type VersionExistsQuery = { artifact: { version: { version: string } | null } | null };

export type StartPasskeySignInMutationVariables = Exact<{ [key: string]: never; }>;


export type StartPasskeySignInMutation = { startPasskeySignIn: { options: string } | null };

export type MembershipsQueryVariables = Exact<{ [key: string]: never; }>;


export type MembershipsQuery = { viewer: { memberships: Array<{ role: MemberRole, namespace: { handle: string } }> | null } | null };

export type GrantedSessionFragment = { accessToken: string, refreshToken: string, expiresAt: string, account: { id: string, handle: string } };

export type WaysToConfirmQueryVariables = Exact<{ [key: string]: never; }>;


export type WaysToConfirmQuery = { viewer: { twoFactor: { totpSince: string | null, recoveryCodesLeft: number, passkeys: Array<{ id: string }> } | null } | null };

export type ConfirmSessionMutationVariables = Exact<{
  input: ConfirmSessionInput;
}>;


export type ConfirmSessionMutation = { confirmSession: { confirmedUntil: string } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const FoundArtifactFragmentDoc = new TypedDocumentString(`
    fragment FoundArtifact on Artifact {
  name
  type
  description
  license
  visibility
  downloads {
    total
    lastWeek
  }
  namespace {
    handle
    badges {
      kind
      subject
    }
  }
  latest {
    version
    status
    publishedAt
    deprecation {
      message
      successor {
        name
      }
    }
    scan {
      score
    }
  }
  pricing {
    model
  }
}
    `, {"fragmentName":"FoundArtifact"}) as unknown as TypedDocumentString<FoundArtifactFragment, unknown>;
export const ListedApiKeyFragmentDoc = new TypedDocumentString(`
    fragment ListedApiKey on ApiKey {
  id
  name
  scopes
  namespaces {
    handle
  }
  artifacts
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}
    `, {"fragmentName":"ListedApiKey"}) as unknown as TypedDocumentString<ListedApiKeyFragment, unknown>;
export const ArtifactHeadFragmentDoc = new TypedDocumentString(`
    fragment ArtifactHead on Artifact {
  name
  type
  description
  license
  keywords
  visibility
  stars
  viewerHasStarred
  downloads {
    total
    lastWeek
  }
  namespace {
    handle
    displayName
    badges {
      kind
      subject
      verifiedAt
    }
  }
  tags {
    name
    version {
      version
    }
  }
  latest {
    version
  }
  versions(first: 40) {
    totalCount
    nodes {
      version
      status
    }
  }
  timescape(last: 40) {
    edges {
      breaking
      to {
        version
      }
    }
  }
  pricing {
    model
  }
}
    `, {"fragmentName":"ArtifactHead"}) as unknown as TypedDocumentString<ArtifactHeadFragment, unknown>;
export const VersionHeadFragmentDoc = new TypedDocumentString(`
    fragment VersionHead on Version {
  version
  digest
  status
  statusReason
  publishedAt
  sizeBytes
  deprecation {
    message
    successor {
      name
    }
  }
  dependencies {
    name
    range
  }
  signature {
    status
    signedBy {
      kind
      subject
      fingerprint
    }
    signedAt
  }
  scan {
    status
    score
    counts {
      critical
      high
      medium
      low
      unknown
    }
  }
}
    `, {"fragmentName":"VersionHead"}) as unknown as TypedDocumentString<VersionHeadFragment, unknown>;
export const GrantedSessionFragmentDoc = new TypedDocumentString(`
    fragment GrantedSession on Session {
  accessToken
  refreshToken
  expiresAt
  account {
    id
    handle
  }
}
    `, {"fragmentName":"GrantedSession"}) as unknown as TypedDocumentString<GrantedSessionFragment, unknown>;
export const HomeDocument = new TypedDocumentString(`
    query Home {
  installed: search(query: {sort: DOWNLOADS}, first: 50) {
    totalCount
    facets {
      field
      buckets {
        value
        count
      }
    }
    nodes {
      artifact {
        ...FoundArtifact
      }
    }
  }
  updated: search(query: {sort: UPDATED}, first: 6) {
    nodes {
      artifact {
        ...FoundArtifact
        updatedAt
      }
    }
  }
  newest: search(query: {sort: CREATED}, first: 6) {
    nodes {
      artifact {
        ...FoundArtifact
        createdAt
      }
    }
  }
}
    fragment FoundArtifact on Artifact {
  name
  type
  description
  license
  visibility
  downloads {
    total
    lastWeek
  }
  namespace {
    handle
    badges {
      kind
      subject
    }
  }
  latest {
    version
    status
    publishedAt
    deprecation {
      message
      successor {
        name
      }
    }
    scan {
      score
    }
  }
  pricing {
    model
  }
}`) as unknown as TypedDocumentString<HomeQuery, HomeQueryVariables>;
export const SearchDocument = new TypedDocumentString(`
    query Search($query: SearchInput!, $first: Int!, $after: String) {
  search(query: $query, first: $first, after: $after) {
    totalCount
    totalCountIsExact
    tookMs
    didYouMean
    pageInfo {
      endCursor
      hasNextPage
    }
    facets {
      field
      buckets {
        value
        count
      }
    }
    nodes {
      highlights {
        field
        html
      }
      artifact {
        ...FoundArtifact
        versions(first: 40) {
          nodes {
            version
            status
          }
        }
        timescape(last: 40) {
          edges {
            breaking
            to {
              version
            }
          }
        }
      }
    }
  }
}
    fragment FoundArtifact on Artifact {
  name
  type
  description
  license
  visibility
  downloads {
    total
    lastWeek
  }
  namespace {
    handle
    badges {
      kind
      subject
    }
  }
  latest {
    version
    status
    publishedAt
    deprecation {
      message
      successor {
        name
      }
    }
    scan {
      score
    }
  }
  pricing {
    model
  }
}`) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const SuggestDocument = new TypedDocumentString(`
    query Suggest($prefix: String!, $limit: Int!) {
  suggest(prefix: $prefix, limit: $limit) {
    text
    kind
    artifact {
      name
      type
    }
  }
}
    `) as unknown as TypedDocumentString<SuggestQuery, SuggestQueryVariables>;
export const ProfilePageDocument = new TypedDocumentString(`
    query ProfilePage {
  viewer {
    account {
      handle
      email
    }
    isEmailVerified
    invitations {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<ProfilePageQuery, ProfilePageQueryVariables>;
export const RequestEmailVerificationDocument = new TypedDocumentString(`
    mutation RequestEmailVerification {
  requestEmailVerification {
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<RequestEmailVerificationMutation, RequestEmailVerificationMutationVariables>;
export const KeysPageDocument = new TypedDocumentString(`
    query KeysPage {
  viewer {
    memberships {
      namespace {
        handle
        signingKeys {
          id
          fingerprint
          algorithm
          validFrom
          revokedAt
        }
      }
    }
    apiKeys {
      ...ListedApiKey
    }
  }
}
    fragment ListedApiKey on ApiKey {
  id
  name
  scopes
  namespaces {
    handle
  }
  artifacts
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}`) as unknown as TypedDocumentString<KeysPageQuery, KeysPageQueryVariables>;
export const CreateApiKeyDocument = new TypedDocumentString(`
    mutation CreateApiKey($input: CreateApiKeyInput!) {
  createApiKey(input: $input) {
    secret
    apiKey {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const RotateApiKeyDocument = new TypedDocumentString(`
    mutation RotateApiKey($input: RotateApiKeyInput!) {
  rotateApiKey(input: $input) {
    secret
    apiKey {
      id
      name
    }
    previous {
      id
      expiresAt
    }
  }
}
    `) as unknown as TypedDocumentString<RotateApiKeyMutation, RotateApiKeyMutationVariables>;
export const RevokeApiKeyDocument = new TypedDocumentString(`
    mutation RevokeApiKey($input: RevokeApiKeyInput!) {
  revokeApiKey(input: $input) {
    apiKey {
      id
      revokedAt
    }
  }
}
    `) as unknown as TypedDocumentString<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
export const OverviewDocument = new TypedDocumentString(`
    query Overview($name: String!, $ref: String!) {
  artifact(name: $name) {
    ...ArtifactHead
    version(ref: $ref) {
      ...VersionHead
      readme {
        html
      }
    }
    namespace {
      members(first: 10) {
        totalCount
        nodes {
          role
          account {
            handle
          }
        }
      }
    }
  }
}
    fragment ArtifactHead on Artifact {
  name
  type
  description
  license
  keywords
  visibility
  stars
  viewerHasStarred
  downloads {
    total
    lastWeek
  }
  namespace {
    handle
    displayName
    badges {
      kind
      subject
      verifiedAt
    }
  }
  tags {
    name
    version {
      version
    }
  }
  latest {
    version
  }
  versions(first: 40) {
    totalCount
    nodes {
      version
      status
    }
  }
  timescape(last: 40) {
    edges {
      breaking
      to {
        version
      }
    }
  }
  pricing {
    model
  }
}
fragment VersionHead on Version {
  version
  digest
  status
  statusReason
  publishedAt
  sizeBytes
  deprecation {
    message
    successor {
      name
    }
  }
  dependencies {
    name
    range
  }
  signature {
    status
    signedBy {
      kind
      subject
      fingerprint
    }
    signedAt
  }
  scan {
    status
    score
    counts {
      critical
      high
      medium
      low
      unknown
    }
  }
}`) as unknown as TypedDocumentString<OverviewQuery, OverviewQueryVariables>;
export const VersionsDocument = new TypedDocumentString(`
    query Versions($name: String!, $ref: String!, $first: Int!, $after: String) {
  artifact(name: $name) {
    ...ArtifactHead
    version(ref: $ref) {
      ...VersionHead
    }
    listed: versions(first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      nodes {
        version
        status
        statusReason
        publishedAt
        sizeBytes
        digest
        scan {
          score
        }
      }
    }
  }
}
    fragment ArtifactHead on Artifact {
  name
  type
  description
  license
  keywords
  visibility
  stars
  viewerHasStarred
  downloads {
    total
    lastWeek
  }
  namespace {
    handle
    displayName
    badges {
      kind
      subject
      verifiedAt
    }
  }
  tags {
    name
    version {
      version
    }
  }
  latest {
    version
  }
  versions(first: 40) {
    totalCount
    nodes {
      version
      status
    }
  }
  timescape(last: 40) {
    edges {
      breaking
      to {
        version
      }
    }
  }
  pricing {
    model
  }
}
fragment VersionHead on Version {
  version
  digest
  status
  statusReason
  publishedAt
  sizeBytes
  deprecation {
    message
    successor {
      name
    }
  }
  dependencies {
    name
    range
  }
  signature {
    status
    signedBy {
      kind
      subject
      fingerprint
    }
    signedAt
  }
  scan {
    status
    score
    counts {
      critical
      high
      medium
      low
      unknown
    }
  }
}`) as unknown as TypedDocumentString<VersionsQuery, VersionsQueryVariables>;
export const DependenciesDocument = new TypedDocumentString(`
    query Dependencies($name: String!, $ref: String!) {
  artifact(name: $name) {
    ...ArtifactHead
    version(ref: $ref) {
      ...VersionHead
    }
  }
}
    fragment ArtifactHead on Artifact {
  name
  type
  description
  license
  keywords
  visibility
  stars
  viewerHasStarred
  downloads {
    total
    lastWeek
  }
  namespace {
    handle
    displayName
    badges {
      kind
      subject
      verifiedAt
    }
  }
  tags {
    name
    version {
      version
    }
  }
  latest {
    version
  }
  versions(first: 40) {
    totalCount
    nodes {
      version
      status
    }
  }
  timescape(last: 40) {
    edges {
      breaking
      to {
        version
      }
    }
  }
  pricing {
    model
  }
}
fragment VersionHead on Version {
  version
  digest
  status
  statusReason
  publishedAt
  sizeBytes
  deprecation {
    message
    successor {
      name
    }
  }
  dependencies {
    name
    range
  }
  signature {
    status
    signedBy {
      kind
      subject
      fingerprint
    }
    signedAt
  }
  scan {
    status
    score
    counts {
      critical
      high
      medium
      low
      unknown
    }
  }
}`) as unknown as TypedDocumentString<DependenciesQuery, DependenciesQueryVariables>;
export const ResolvedTreeDocument = new TypedDocumentString(`
    query ResolvedTree($refs: [String!]!) {
  resolve(refs: $refs) {
    roots {
      name
      version
    }
    artifacts {
      name
      version
      layers {
        sizeBytes
      }
      dependencies {
        name
        version
      }
      signature {
        status
      }
    }
    problems {
      ref
      code
      message
      suggestion
    }
  }
}
    `) as unknown as TypedDocumentString<ResolvedTreeQuery, ResolvedTreeQueryVariables>;
export const ManifestTextDocument = new TypedDocumentString(`
    query ManifestText($name: String!, $ref: String!) {
  artifact(name: $name) {
    version(ref: $ref) {
      manifest
    }
  }
}
    `) as unknown as TypedDocumentString<ManifestTextQuery, ManifestTextQueryVariables>;
export const ManifestDocument = new TypedDocumentString(`
    query Manifest($name: String!, $ref: String!) {
  artifact(name: $name) {
    ...ArtifactHead
    version(ref: $ref) {
      ...VersionHead
      artifactType
      manifest
      layers {
        digest
        mediaType
        sizeBytes
      }
    }
  }
}
    fragment ArtifactHead on Artifact {
  name
  type
  description
  license
  keywords
  visibility
  stars
  viewerHasStarred
  downloads {
    total
    lastWeek
  }
  namespace {
    handle
    displayName
    badges {
      kind
      subject
      verifiedAt
    }
  }
  tags {
    name
    version {
      version
    }
  }
  latest {
    version
  }
  versions(first: 40) {
    totalCount
    nodes {
      version
      status
    }
  }
  timescape(last: 40) {
    edges {
      breaking
      to {
        version
      }
    }
  }
  pricing {
    model
  }
}
fragment VersionHead on Version {
  version
  digest
  status
  statusReason
  publishedAt
  sizeBytes
  deprecation {
    message
    successor {
      name
    }
  }
  dependencies {
    name
    range
  }
  signature {
    status
    signedBy {
      kind
      subject
      fingerprint
    }
    signedAt
  }
  scan {
    status
    score
    counts {
      critical
      high
      medium
      low
      unknown
    }
  }
}`) as unknown as TypedDocumentString<ManifestQuery, ManifestQueryVariables>;
export const SecurityDocument = new TypedDocumentString(`
    query Security($name: String!, $ref: String!, $first: Int!, $after: String) {
  artifact(name: $name) {
    ...ArtifactHead
    version(ref: $ref) {
      ...VersionHead
      signature {
        transparencyLog {
          index
        }
      }
      attestations {
        predicateType
        status
        digest
      }
      sbom {
        format
        digest
        componentCount
      }
      scan {
        startedAt
        finishedAt
        scoreReasons {
          delta
          reason
        }
        engines {
          name
          version
          databaseUpdatedAt
          status
        }
        findings(first: $first, after: $after) {
          totalCount
          pageInfo {
            endCursor
            hasNextPage
          }
          nodes {
            id
            kind
            severity
            title
            path
            advisory {
              id
              aliases
              url
              cvssScore
            }
            package {
              name
              version
              fixedVersion
            }
            suggestion
          }
        }
      }
    }
  }
}
    fragment ArtifactHead on Artifact {
  name
  type
  description
  license
  keywords
  visibility
  stars
  viewerHasStarred
  downloads {
    total
    lastWeek
  }
  namespace {
    handle
    displayName
    badges {
      kind
      subject
      verifiedAt
    }
  }
  tags {
    name
    version {
      version
    }
  }
  latest {
    version
  }
  versions(first: 40) {
    totalCount
    nodes {
      version
      status
    }
  }
  timescape(last: 40) {
    edges {
      breaking
      to {
        version
      }
    }
  }
  pricing {
    model
  }
}
fragment VersionHead on Version {
  version
  digest
  status
  statusReason
  publishedAt
  sizeBytes
  deprecation {
    message
    successor {
      name
    }
  }
  dependencies {
    name
    range
  }
  signature {
    status
    signedBy {
      kind
      subject
      fingerprint
    }
    signedAt
  }
  scan {
    status
    score
    counts {
      critical
      high
      medium
      low
      unknown
    }
  }
}`) as unknown as TypedDocumentString<SecurityQuery, SecurityQueryVariables>;
export const StarArtifactDocument = new TypedDocumentString(`
    mutation StarArtifact($input: StarArtifactInput!) {
  starArtifact(input: $input) {
    artifact {
      stars
      viewerHasStarred
    }
  }
}
    `) as unknown as TypedDocumentString<StarArtifactMutation, StarArtifactMutationVariables>;
export const UnstarArtifactDocument = new TypedDocumentString(`
    mutation UnstarArtifact($input: UnstarArtifactInput!) {
  unstarArtifact(input: $input) {
    artifact {
      stars
      viewerHasStarred
    }
  }
}
    `) as unknown as TypedDocumentString<UnstarArtifactMutation, UnstarArtifactMutationVariables>;
export const PublisherDocument = new TypedDocumentString(`
    query Publisher($handle: String!, $first: Int!, $after: String) {
  namespace(handle: $handle) {
    handle
    kind
    displayName
    badges {
      kind
      subject
      verifiedAt
    }
    members(first: 20) {
      totalCount
      nodes {
        role
        account {
          handle
        }
      }
    }
    signingKeys {
      id
      fingerprint
      algorithm
      validFrom
      revokedAt
    }
    artifacts(first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      nodes {
        name
        type
        description
        license
        visibility
        downloads {
          total
          lastWeek
        }
        latest {
          version
          status
          publishedAt
          deprecation {
            message
          }
          scan {
            score
          }
        }
        pricing {
          model
        }
        versions(first: 40) {
          nodes {
            version
            status
          }
        }
        timescape(last: 40) {
          edges {
            breaking
            to {
              version
            }
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PublisherQuery, PublisherQueryVariables>;
export const VerifyEmailDocument = new TypedDocumentString(`
    mutation VerifyEmail($input: VerifyEmailInput!) {
  verifyEmail(input: $input) {
    handle
  }
}
    `) as unknown as TypedDocumentString<VerifyEmailMutation, VerifyEmailMutationVariables>;
export const RequestPasswordResetDocument = new TypedDocumentString(`
    mutation RequestPasswordReset($input: RequestPasswordResetInput!) {
  requestPasswordReset(input: $input) {
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<RequestPasswordResetMutation, RequestPasswordResetMutationVariables>;
export const ResetPasswordDocument = new TypedDocumentString(`
    mutation ResetPassword($input: ResetPasswordInput!) {
  resetPassword(input: $input) {
    handle
  }
}
    `) as unknown as TypedDocumentString<ResetPasswordMutation, ResetPasswordMutationVariables>;
export const SecurityPageDocument = new TypedDocumentString(`
    query SecurityPage {
  viewer {
    account {
      handle
    }
    twoFactor {
      isEnabled
      totpSince
      recoveryCodesLeft
      passkeys {
        id
        name
        isBackedUp
        createdAt
        lastUsedAt
      }
    }
    sessions {
      id
      isCurrent
      clientName
      method
      address
      createdAt
      lastUsedAt
    }
  }
}
    `) as unknown as TypedDocumentString<SecurityPageQuery, SecurityPageQueryVariables>;
export const ChangePasswordDocument = new TypedDocumentString(`
    mutation ChangePassword($input: ChangePasswordInput!) {
  changePassword(input: $input) {
    endedCount
  }
}
    `) as unknown as TypedDocumentString<ChangePasswordMutation, ChangePasswordMutationVariables>;
export const EndSessionDocument = new TypedDocumentString(`
    mutation EndSession($input: EndSessionInput!) {
  endSession(input: $input) {
    session {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<EndSessionMutation, EndSessionMutationVariables>;
export const SignOutEverywhereDocument = new TypedDocumentString(`
    mutation SignOutEverywhere($input: SignOutEverywhereInput!) {
  signOutEverywhere(input: $input) {
    endedCount
  }
}
    `) as unknown as TypedDocumentString<SignOutEverywhereMutation, SignOutEverywhereMutationVariables>;
export const StartTotpDocument = new TypedDocumentString(`
    mutation StartTotp {
  startTotp {
    secret
    uri
  }
}
    `) as unknown as TypedDocumentString<StartTotpMutation, StartTotpMutationVariables>;
export const ConfirmTotpDocument = new TypedDocumentString(`
    mutation ConfirmTotp($input: ConfirmTotpInput!) {
  confirmTotp(input: $input) {
    recoveryCodes
  }
}
    `) as unknown as TypedDocumentString<ConfirmTotpMutation, ConfirmTotpMutationVariables>;
export const RemoveTotpDocument = new TypedDocumentString(`
    mutation RemoveTotp {
  removeTotp {
    twoFactor {
      isEnabled
    }
  }
}
    `) as unknown as TypedDocumentString<RemoveTotpMutation, RemoveTotpMutationVariables>;
export const CreateRecoveryCodesDocument = new TypedDocumentString(`
    mutation CreateRecoveryCodes {
  createRecoveryCodes {
    recoveryCodes
  }
}
    `) as unknown as TypedDocumentString<CreateRecoveryCodesMutation, CreateRecoveryCodesMutationVariables>;
export const StartPasskeyDocument = new TypedDocumentString(`
    mutation StartPasskey {
  startPasskey {
    options
  }
}
    `) as unknown as TypedDocumentString<StartPasskeyMutation, StartPasskeyMutationVariables>;
export const AddPasskeyDocument = new TypedDocumentString(`
    mutation AddPasskey($input: AddPasskeyInput!) {
  addPasskey(input: $input) {
    passkey {
      id
    }
    recoveryCodes
  }
}
    `) as unknown as TypedDocumentString<AddPasskeyMutation, AddPasskeyMutationVariables>;
export const RemovePasskeyDocument = new TypedDocumentString(`
    mutation RemovePasskey($input: RemovePasskeyInput!) {
  removePasskey(input: $input) {
    twoFactor {
      isEnabled
    }
  }
}
    `) as unknown as TypedDocumentString<RemovePasskeyMutation, RemovePasskeyMutationVariables>;
export const SignInProvidersDocument = new TypedDocumentString(`
    query SignInProviders {
  signInProviders
}
    `) as unknown as TypedDocumentString<SignInProvidersQuery, SignInProvidersQueryVariables>;
export const LinkedIdentitiesDocument = new TypedDocumentString(`
    query LinkedIdentities {
  signInProviders
  viewer {
    identities {
      id
      provider
      name
      linkedAt
      lastUsedAt
    }
  }
}
    `) as unknown as TypedDocumentString<LinkedIdentitiesQuery, LinkedIdentitiesQueryVariables>;
export const ExchangeSignInCodeDocument = new TypedDocumentString(`
    mutation ExchangeSignInCode($input: ExchangeSignInCodeInput!) {
  exchangeSignInCode(input: $input) {
    session {
      ...GrantedSession
    }
  }
}
    fragment GrantedSession on Session {
  accessToken
  refreshToken
  expiresAt
  account {
    id
    handle
  }
}`) as unknown as TypedDocumentString<ExchangeSignInCodeMutation, ExchangeSignInCodeMutationVariables>;
export const LinkIdentityDocument = new TypedDocumentString(`
    mutation LinkIdentity($input: LinkIdentityInput!) {
  linkIdentity(input: $input) {
    identity {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<LinkIdentityMutation, LinkIdentityMutationVariables>;
export const UnlinkIdentityDocument = new TypedDocumentString(`
    mutation UnlinkIdentity($input: UnlinkIdentityInput!) {
  unlinkIdentity(input: $input) {
    identity {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<UnlinkIdentityMutation, UnlinkIdentityMutationVariables>;
export const SignUpDocument = new TypedDocumentString(`
    mutation SignUp($input: SignUpInput!) {
  signUp(input: $input) {
    session {
      ...GrantedSession
    }
  }
}
    fragment GrantedSession on Session {
  accessToken
  refreshToken
  expiresAt
  account {
    id
    handle
  }
}`) as unknown as TypedDocumentString<SignUpMutation, SignUpMutationVariables>;
export const SignInDocument = new TypedDocumentString(`
    mutation SignIn($input: SignInInput!) {
  signIn(input: $input) {
    session {
      ...GrantedSession
    }
  }
}
    fragment GrantedSession on Session {
  accessToken
  refreshToken
  expiresAt
  account {
    id
    handle
  }
}`) as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;
export const SignInWithPasskeyDocument = new TypedDocumentString(`
    mutation SignInWithPasskey($input: SignInWithPasskeyInput!) {
  signInWithPasskey(input: $input) {
    session {
      ...GrantedSession
    }
  }
}
    fragment GrantedSession on Session {
  accessToken
  refreshToken
  expiresAt
  account {
    id
    handle
  }
}`) as unknown as TypedDocumentString<SignInWithPasskeyMutation, SignInWithPasskeyMutationVariables>;
export const SignOutDocument = new TypedDocumentString(`
    mutation SignOut {
  signOut {
    endedAt
  }
}
    `) as unknown as TypedDocumentString<SignOutMutation, SignOutMutationVariables>;
export const ApproveDeviceLoginDocument = new TypedDocumentString(`
    mutation ApproveDeviceLogin($input: ApproveDeviceLoginInput!) {
  approveDeviceLogin(input: $input) {
    clientName
  }
}
    `) as unknown as TypedDocumentString<ApproveDeviceLoginMutation, ApproveDeviceLoginMutationVariables>;
export const WatchedVersionDocument = new TypedDocumentString(`
    query WatchedVersion($name: String!, $version: String!) {
  artifact(name: $name) {
    name
    type
    version(ref: $version) {
      version
      digest
      status
      statusReason
      publishedAt
      signature {
        signedAt
      }
      scan {
        status
        startedAt
        finishedAt
        score
        counts {
          critical
          high
          medium
          low
          unknown
        }
        findings(first: 100) {
          totalCount
          nodes {
            id
            severity
            title
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<WatchedVersionQuery, WatchedVersionQueryVariables>;
export const ScanProgressDocument = new TypedDocumentString(`
    subscription ScanProgress($artifact: String!, $version: String!, $after: Int) {
  scanProgress(artifact: $artifact, version: $version, after: $after) {
    sequence
    stage
    percent
    status
    newFindings {
      id
      severity
      title
    }
    score
    counts {
      critical
      high
      medium
      low
      unknown
    }
    version {
      status
      statusReason
    }
  }
}
    `) as unknown as TypedDocumentString<ScanProgressSubscription, ScanProgressSubscriptionVariables>;
export const IndexingProgressDocument = new TypedDocumentString(`
    subscription IndexingProgress($artifact: String!, $version: String!, $after: Int) {
  indexingProgress(artifact: $artifact, version: $version, after: $after) {
    sequence
    stage
    percent
    status
  }
}
    `) as unknown as TypedDocumentString<IndexingProgressSubscription, IndexingProgressSubscriptionVariables>;
export const CreateSocketTicketDocument = new TypedDocumentString(`
    mutation CreateSocketTicket {
  createSocketTicket {
    ticket
  }
}
    `) as unknown as TypedDocumentString<CreateSocketTicketMutation, CreateSocketTicketMutationVariables>;
export const RefreshSessionDocument = new TypedDocumentString(`
    mutation RefreshSession($input: RefreshSessionInput!) {
  refreshSession(input: $input) {
    session {
      ...GrantedSession
    }
  }
}
    fragment GrantedSession on Session {
  accessToken
  refreshToken
  expiresAt
  account {
    id
    handle
  }
}`) as unknown as TypedDocumentString<RefreshSessionMutation, RefreshSessionMutationVariables>;
export const WhoIsAskingDocument = new TypedDocumentString(`
    query WhoIsAsking {
  viewer {
    account {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<WhoIsAskingQuery, WhoIsAskingQueryVariables>;
export const PublisherExistsDocument = new TypedDocumentString(`
    query PublisherExists($handle: String!) {
  namespace(handle: $handle) {
    id
  }
}
    `) as unknown as TypedDocumentString<PublisherExistsQuery, PublisherExistsQueryVariables>;
export const ArtifactExistsDocument = new TypedDocumentString(`
    query ArtifactExists($name: String!) {
  artifact(name: $name) {
    id
  }
}
    `) as unknown as TypedDocumentString<ArtifactExistsQuery, ArtifactExistsQueryVariables>;
export const VersionExistsDocument = new TypedDocumentString(`
    query VersionExists($name: String!, $version: String!) {
  artifact(name: $name) {
    version(ref: $version) {
      version
    }
  }
}
    `) as unknown as TypedDocumentString<VersionExistsQuery, VersionExistsQueryVariables>;
export const StartPasskeySignInDocument = new TypedDocumentString(`
    mutation StartPasskeySignIn {
  startPasskeySignIn {
    options
  }
}
    `) as unknown as TypedDocumentString<StartPasskeySignInMutation, StartPasskeySignInMutationVariables>;
export const MembershipsDocument = new TypedDocumentString(`
    query Memberships {
  viewer {
    memberships {
      role
      namespace {
        handle
      }
    }
  }
}
    `) as unknown as TypedDocumentString<MembershipsQuery, MembershipsQueryVariables>;
export const WaysToConfirmDocument = new TypedDocumentString(`
    query WaysToConfirm {
  viewer {
    twoFactor {
      totpSince
      recoveryCodesLeft
      passkeys {
        id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<WaysToConfirmQuery, WaysToConfirmQueryVariables>;
export const ConfirmSessionDocument = new TypedDocumentString(`
    mutation ConfirmSession($input: ConfirmSessionInput!) {
  confirmSession(input: $input) {
    confirmedUntil
  }
}
    `) as unknown as TypedDocumentString<ConfirmSessionMutation, ConfirmSessionMutationVariables>;