/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Which invitation to accept. */
export type AcceptInvitationInput = {
  /** Identifier of the invitation. */
  id: string;
  /** Text from the mail; needed where an address was invited. */
  token?: string | null | undefined;
};

/** Which offered artifact to take. */
export type AcceptTransferInput = {
  /** Full name of the artifact, where it is now. */
  artifact: string;
};

/** Who goes into which team. */
export type AddTeamMemberInput = {
  /** Handle of a member or of a robot of the organization. */
  handle: string;
  /** Handle of the organization. */
  namespace: string;
  /** What the team is called there. */
  team: string;
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

/** What may be done to one artifact; each role includes those below it. Nobody owns an artifact but who owns its namespace. */
export type ArtifactRole =
  /** Settings, removal of versions, and who else has a role. */
  | 'ADMIN'
  /** See it, though it is private. */
  | 'READ'
  /** Publish, tag, yank and deprecate. */
  | 'WRITE';

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

/** How often a plan is paid. */
export type BillingInterval =
  /** Every month. */
  | 'MONTH'
  /** Every year. */
  | 'YEAR';

/** Which offer to end. */
export type CancelTransferInput = {
  /** Full name of the artifact, where it is now. */
  artifact: string;
};

/** Which verification to look at. */
export type CheckVerificationInput = {
  /** Identifier of the verification. */
  id: string;
};

/** Which sign-in to complete. */
export type CompleteDeviceLoginInput = {
  /** The secret code from startDeviceLogin; it works once. */
  deviceCode: string;
};

/** A proof of the second factor: one of the two. */
export type ConfirmSessionInput = {
  /** Six-digit code, or a recovery code. */
  code?: string | null | undefined;
  /** What an authenticator answered to startPasskeySignIn, as JSON. */
  passkey?: string | null | undefined;
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

/** A new organization. */
export type CreateOrganizationInput = {
  /** Name for people to read, 1 to 100 characters; left out, the handle. */
  displayName?: string | null | undefined;
  /** Unique name, 1 to 39 lower-case letters, digits and single hyphens, not at either end. */
  handle: string;
};

/** A new robot. */
export type CreateRobotInput = {
  /** What it is for, 1 to 100 characters. */
  description: string;
  /** Name within it, 1 to 39 lower-case letters, digits and single hyphens, not at either end; one that was used is not given again. */
  name: string;
  /** Handle of the organization. */
  namespace: string;
  /** What it may do there. */
  role: RobotRole;
};

/** Which team to make. */
export type CreateTeamInput = {
  /** What it is called there: 1 to 39 lower-case letters, digits and single hyphens. */
  name: string;
  /** Handle of the organization. */
  namespace: string;
};

/** Which invitation to turn down. */
export type DeclineInvitationInput = {
  /** Identifier of the invitation. */
  id: string;
  /** Text from the mail; needed where an address was invited. */
  token?: string | null | undefined;
};

/** Which versions to deprecate. */
export type DeprecateVersionsInput = {
  /** Full name of the artifact. */
  artifact: string;
  /** What their users should know, at most 1000 characters; empty, they are deprecated no more. */
  message: string;
  /** Exact version or semver range; * means all. */
  range: string;
  /** Full name of the artifact to use instead; it must exist. */
  successor?: string | null | undefined;
};

/** Which session to end. */
export type EndSessionInput = {
  /** Identifier of the session. */
  id: string;
};

/** Where a right comes from. */
export type EntitlementSource =
  /** The artifact is free. */
  | 'FREE'
  /** The caller is a member of its namespace. */
  | 'MEMBERSHIP'
  /** It was bought once. */
  | 'PURCHASE'
  /** It is subscribed to. */
  | 'SUBSCRIPTION';

/** Whether a right can be used now. */
export type EntitlementStatus =
  /** Yes. */
  | 'ACTIVE'
  /** No: it has ended. */
  | 'EXPIRED'
  /** Yes, for a few days more, although a payment is late. */
  | 'GRACE'
  /** No: it was taken back after a refund or a dispute. */
  | 'REVOKED'
  /** Yes, for nothing, until the trial ends. */
  | 'TRIAL';

/** A run in CI that wants to publish. */
export type ExchangeIdTokenInput = {
  /** What to publish, for example @acme/auth. */
  artifact: string;
  /** The run's identity token, made for the origin of this registry as its audience. */
  idToken: string;
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

/** Who gets which role on what; exactly one of account and team. */
export type GrantAccessInput = {
  /** Handle of a person, or of a robot of the artifact's namespace (acme+ci). */
  account?: string | null | undefined;
  /** Full name of the artifact. */
  artifact: string;
  /** What they may do to it. */
  role: ArtifactRole;
  /** Name of a team of the artifact's namespace. */
  team?: string | null | undefined;
};

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

/** Whom to invite to an organization: exactly one of handle and email. */
export type InviteMemberInput = {
  /** E-mail address of somebody who may have no account yet; whether there is one is not told. */
  email?: string | null | undefined;
  /** Handle of the account. */
  handle?: string | null | undefined;
  /** Handle of the organization. */
  namespace: string;
  /** Role to offer. */
  role: MemberRole;
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

/** Which key to register. */
export type RegisterSigningKeyInput = {
  /** Handle of the namespace. */
  namespace: string;
  /** Proof that the caller holds the private key: base64 of its signature over the UTF-8 text gati-key:<namespace>:<fingerprint>, as `cosign sign-blob` prints it; the fingerprint is sha256: and the hex digest of the key's DER. */
  proof: string;
  /** The public key in PEM, as `gati keys generate` or `cosign generate-key-pair` writes it. */
  publicKeyPem: string;
  /** From when on its signatures count; left out, from now. */
  validFrom?: string | null | undefined;
};

/** Whom to remove from an organization. */
export type RemoveMemberInput = {
  /** Handle of the member. */
  handle: string;
  /** Handle of the organization. */
  namespace: string;
};

/** Which robot to remove. */
export type RemoveRobotInput = {
  /** Identifier of the robot. */
  id: string;
};

/** Which team to end. */
export type RemoveTeamInput = {
  /** What the team is called there. */
  name: string;
  /** Handle of the organization. */
  namespace: string;
};

/** Who leaves which team. */
export type RemoveTeamMemberInput = {
  /** Handle of the member. */
  handle: string;
  /** Handle of the organization. */
  namespace: string;
  /** What the team is called there. */
  team: string;
};

/** Which team gets which name. */
export type RenameTeamInput = {
  /** What it is called now. */
  name: string;
  /** Handle of the organization. */
  namespace: string;
  /** What it is called from now on. */
  newName: string;
};

/** What to prove about a namespace. */
export type RequestVerificationInput = {
  /** What to prove. */
  kind: VerificationKind;
  /** How it shall be looked for; left out, DNS_TXT for a domain and PROFILE_TEXT for an account. */
  method?: VerificationMethod | null | undefined;
  /** Handle of the namespace. */
  namespace: string;
  /** The domain or the account elsewhere, for example acme.com. */
  subject: string;
};

/** Who loses the role on what; exactly one of account and team. */
export type RevokeAccessInput = {
  /** Handle of a person, or of a robot of the artifact's namespace (acme+ci). */
  account?: string | null | undefined;
  /** Full name of the artifact. */
  artifact: string;
  /** Name of a team of the artifact's namespace. */
  team?: string | null | undefined;
};

/** Which key to revoke. */
export type RevokeApiKeyInput = {
  /** Identifier of the key. */
  id: string;
};

/** Which key to revoke. */
export type RevokeSigningKeyInput = {
  /** From when on its signatures no longer count, not in the future; left out, from now. */
  from?: string | null | undefined;
  /** Identifier of the key. */
  id: string;
  /** Why, shown to those who depend on what it signed, at most 1000 characters. */
  reason?: string | null | undefined;
};

/** What a robot may do; nobody answers for a machine, so none is an owner. */
export type RobotRole =
  /** Members, keys, policies and settings. */
  | 'ADMIN'
  /** See what is private. */
  | 'READ'
  /** Publish, tag, yank and deprecate. */
  | 'WRITE';

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

/** Part of a version number. */
export type SemverBump =
  /** The first number: something breaks. */
  | 'MAJOR'
  /** The second number: something is added. */
  | 'MINOR'
  /** No part: the types are the same. */
  | 'NONE'
  /** The third number: something is repaired. */
  | 'PATCH';

/** Whose role to change. */
export type SetMemberRoleInput = {
  /** Handle of the member. */
  handle: string;
  /** Handle of the organization. */
  namespace: string;
  /** Role from now on. */
  role: MemberRole;
};

/** Which tag to set, and where. */
export type SetTagInput = {
  /** Full name of the artifact. */
  artifact: string;
  /** The label, 1 to 128 letters, digits, dots, hyphens and underscores, and not readable as a version or range. */
  tag: string;
  /** Exact published version to put it on. */
  version: string;
};

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

/** Who asks for a sign-in. */
export type StartDeviceLoginInput = {
  /** What the program calls itself on the page where the user approves, 1 to 100 characters. */
  clientName: string;
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

/** Which artifact to move. */
export type TransferArtifactInput = {
  /** Full name of the artifact. */
  artifact: string;
  /** Handle of the namespace to move it to. */
  toNamespace: string;
};

/** Which side of a handler a type is on. */
export type TypePosition =
  /** What the handler accepts. */
  | 'INPUT'
  /** What the handler returns. */
  | 'OUTPUT';

/** Which version to remove. */
export type UnpublishVersionInput = {
  /** Full name of the artifact. */
  artifact: string;
  /** Exact version. */
  version: string;
};

/** Which artifact to take the star from. */
export type UnstarArtifactInput = {
  /** Full name of the artifact. */
  artifact: string;
};

/** Which version to restore. */
export type UnyankVersionInput = {
  /** Full name of the artifact. */
  artifact: string;
  /** Exact version. */
  version: string;
};

/** What to change about an artifact; what is left out stays. */
export type UpdateArtifactInput = {
  /** Full name of the artifact. */
  artifact: string;
  /** One line on what it is for, at most 300 characters. */
  description?: string | null | undefined;
  /** Who may see it from now on. */
  visibility?: Visibility | null | undefined;
};

/** What is counted. */
export type UsageMeter =
  /** Downloads, one by one. */
  | 'DOWNLOADS'
  /** Time of code at work, in milliseconds. */
  | 'EXECUTION_MS'
  /** Time of a model at work, in milliseconds. */
  | 'INFERENCE_MS';

/** What can be proved about a publisher. */
export type VerificationKind =
  /** Control of an internet domain. */
  | 'DOMAIN'
  /** Control of a GitHub user or organization. */
  | 'GITHUB'
  /** Control of a social account. */
  | 'SOCIAL';

/** How a proof is looked for. */
export type VerificationMethod =
  /** A TXT record in the domain name system. */
  | 'DNS_TXT'
  /** The sign-in here of an owner or admin with that GitHub account; nothing has to be put anywhere. */
  | 'LINKED_IDENTITY'
  /** Public text on the account's own page: on GitHub its description, elsewhere a link with rel="me" or a field of an ActivityPub profile. */
  | 'PROFILE_TEXT'
  /** A file in the repository .github of the account on GitHub. */
  | 'REPOSITORY_FILE'
  /** A file below /.well-known/ on the domain, over HTTPS. */
  | 'WELL_KNOWN_FILE';

/** Where a proof stands. */
export type VerificationStatus =
  /** Looked for and not found. */
  | 'FAILED'
  /** Once seen and since gone; the badge is no longer shown. */
  | 'LAPSED'
  /** Not seen yet. */
  | 'PENDING'
  /** Seen; the badge is shown. */
  | 'VERIFIED';

/** How a version follows from another. */
export type VersionGraphEdgeKind =
  /** The first version of a new release line. */
  | 'BRANCH'
  /** The next version on the same release line. */
  | 'SUCCESSION';

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

/** Which invitation to take back. */
export type WithdrawInvitationInput = {
  /** Identifier of the invitation. */
  id: string;
};

/** Which version to withdraw. */
export type YankVersionInput = {
  /** Full name of the artifact. */
  artifact: string;
  /** Why, shown to everyone, at most 1000 characters. */
  reason?: string | null | undefined;
  /** Exact version. */
  version: string;
};

export type VersionPartsFragment = { version: string, digest: string, artifactType: string, sizeBytes: string, status: VersionStatus, publishedAt: string | null, statusReason: string | null, manifest: unknown, layers: Array<{ digest: string, mediaType: string, sizeBytes: string }>, dependencies: Array<{ name: string, range: string }>, signature: { status: SignatureStatus, signedAt: string | null, signedBy: { kind: SignerKind, subject: string | null, fingerprint: string } | null } | null, scan: { id: string, status: ScanStatus, score: number | null, counts: { critical: number, high: number, medium: number, low: number, unknown: number } } | null };

export type ArtifactQueryVariables = Exact<{
  name: string;
  ref?: string | null | undefined;
}>;


export type ArtifactQuery = { artifact: { id: string, name: string, type: ArtifactType, description: string | null, license: string | null, keywords: Array<string>, visibility: Visibility, stars: number, downloads: { total: number, lastWeek: number }, namespace: { handle: string, kind: NamespaceKind, badges: Array<{ kind: VerificationKind }> } | null, tags: Array<{ name: string, version: { version: string } }>, versions: { totalCount: number, nodes: Array<{ version: string, status: VersionStatus, publishedAt: string | null }> }, version: { version: string, digest: string, artifactType: string, sizeBytes: string, status: VersionStatus, publishedAt: string | null, statusReason: string | null, manifest: unknown, readme: { html: string, markdown: string } | null, layers: Array<{ digest: string, mediaType: string, sizeBytes: string }>, dependencies: Array<{ name: string, range: string }>, signature: { status: SignatureStatus, signedAt: string | null, signedBy: { kind: SignerKind, subject: string | null, fingerprint: string } | null } | null, scan: { id: string, status: ScanStatus, score: number | null, counts: { critical: number, high: number, medium: number, low: number, unknown: number } } | null } | null, pricing: { model: PricingModel } | null } | null };

export type ValidatePublishQueryVariables = Exact<{
  manifest: unknown;
}>;


export type ValidatePublishQuery = { validatePublish: { valid: boolean, problems: Array<{ code: string, path: string, message: string, suggestion: string | null }> } | null };

export type ResolveQueryVariables = Exact<{
  refs: Array<string> | string;
}>;


export type ResolveQuery = { resolve: { roots: Array<{ ref: string, name: string, version: string }>, artifacts: Array<{ name: string, version: string, digest: string, layers: Array<{ digest: string, mediaType: string, sizeBytes: string, url: string, expiresAt: string }>, dependencies: Array<{ name: string, version: string }>, signature: { status: SignatureStatus, bundle: unknown } }>, problems: Array<{ ref: string, code: string, message: string, suggestion: string | null }> } | null };

export type SetTagMutationVariables = Exact<{
  input: SetTagInput;
}>;


export type SetTagMutation = { setTag: { tag: { name: string, version: { version: string } } } | null };

export type YankVersionMutationVariables = Exact<{
  input: YankVersionInput;
}>;


export type YankVersionMutation = { yankVersion: { version: { version: string, status: VersionStatus, statusReason: string | null } } | null };

export type UnyankVersionMutationVariables = Exact<{
  input: UnyankVersionInput;
}>;


export type UnyankVersionMutation = { unyankVersion: { version: { version: string, status: VersionStatus } } | null };

export type UnpublishVersionMutationVariables = Exact<{
  input: UnpublishVersionInput;
}>;


export type UnpublishVersionMutation = { unpublishVersion: { artifact: { name: string } } | null };

export type UpdateArtifactMutationVariables = Exact<{
  input: UpdateArtifactInput;
}>;


export type UpdateArtifactMutation = { updateArtifact: { artifact: { name: string, description: string | null, visibility: Visibility } } | null };

export type StarArtifactMutationVariables = Exact<{
  input: StarArtifactInput;
}>;


export type StarArtifactMutation = { starArtifact: { artifact: { stars: number, viewerHasStarred: boolean } } | null };

export type UnstarArtifactMutationVariables = Exact<{
  input: UnstarArtifactInput;
}>;


export type UnstarArtifactMutation = { unstarArtifact: { artifact: { stars: number, viewerHasStarred: boolean } } | null };

export type IndexingProgressSubscriptionVariables = Exact<{
  artifact: string;
  version: string;
  after?: number | null | undefined;
}>;


export type IndexingProgressSubscription = { indexingProgress: { sequence: number, stage: string, percent: number, status: IndexingStatus, version: { version: string, status: VersionStatus, artifact: { name: string, namespace: { handle: string } | null } } } | null };

export type DeprecateVersionsMutationVariables = Exact<{
  input: DeprecateVersionsInput;
}>;


export type DeprecateVersionsMutation = { deprecateVersions: { versions: Array<{ version: string, deprecation: { message: string, successor: { name: string } | null } | null }> } | null };

export type TransferArtifactMutationVariables = Exact<{
  input: TransferArtifactInput;
}>;


export type TransferArtifactMutation = { transferArtifact: { artifact: { name: string } } | null };

export type PricingQueryVariables = Exact<{
  name: string;
}>;


export type PricingQuery = { artifact: { pricing: { model: PricingModel, trialDays: number, plans: Array<{ id: string, name: string, interval: BillingInterval | null, price: { amountMinor: string, currency: string }, includedUsage: Array<{ meter: UsageMeter, quantity: string }> }> } | null, viewerEntitlement: { status: EntitlementStatus, source: EntitlementSource, expiresAt: string | null } | null } | null };

export type ApiKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type ApiKeysQuery = { viewer: { account: { handle: string } | null, apiKeys: Array<{ id: string, name: string, scopes: Array<ApiKeyScope>, artifacts: Array<string>, createdAt: string, expiresAt: string | null, lastUsedAt: string | null, revokedAt: string | null, namespaces: Array<{ handle: string }> }> | null } | null };

export type VersionStateQueryVariables = Exact<{
  name: string;
  ref: string;
}>;


export type VersionStateQuery = { artifact: { name: string, visibility: Visibility, version: { version: string, digest: string, status: VersionStatus, statusReason: string | null, publishedAt: string | null, scan: { status: ScanStatus, score: number | null } | null } | null } | null };

export type VersionListQueryVariables = Exact<{
  name: string;
  first: number;
  after?: string | null | undefined;
}>;


export type VersionListQuery = { artifact: { name: string, tags: Array<{ name: string, version: { version: string } }>, versions: { totalCount: number, pageInfo: { endCursor: string | null, hasNextPage: boolean }, nodes: Array<{ version: string, digest: string, status: VersionStatus, statusReason: string | null, publishedAt: string | null, sizeBytes: string }> } } | null };

export type NewestQueryVariables = Exact<{
  name: string;
  range: string;
}>;


export type NewestQuery = { artifact: { name: string, wanted: { version: string } | null, latest: { version: string } | null } | null };

export type SignedAtQueryVariables = Exact<{
  name: string;
  ref: string;
}>;


export type SignedAtQuery = { artifact: { version: { signature: { status: SignatureStatus, signedAt: string | null, signedBy: { fingerprint: string } | null } | null } | null } | null };

export type SessionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SessionsQuery = { viewer: { sessions: Array<{ id: string, isCurrent: boolean, clientName: string | null, method: SignInMethod, address: string | null, createdAt: string, lastUsedAt: string, expiresAt: string }> | null } | null };

export type EndSessionMutationVariables = Exact<{
  input: EndSessionInput;
}>;


export type EndSessionMutation = { endSession: { session: { id: string, endedAt: string | null } } | null };

export type SignOutEverywhereMutationVariables = Exact<{
  input: SignOutEverywhereInput;
}>;


export type SignOutEverywhereMutation = { signOutEverywhere: { endedAt: string, endedCount: number } | null };

export type ConfirmSessionMutationVariables = Exact<{
  input: ConfirmSessionInput;
}>;


export type ConfirmSessionMutation = { confirmSession: { confirmedUntil: string } | null };

export type RotateApiKeyMutationVariables = Exact<{
  input: RotateApiKeyInput;
}>;


export type RotateApiKeyMutation = { rotateApiKey: { secret: string, apiKey: { id: string, name: string, expiresAt: string | null }, previous: { id: string, expiresAt: string | null } } | null };

export type RobotsQueryVariables = Exact<{
  handle: string;
}>;


export type RobotsQuery = { namespace: { robots: Array<{ id: string, handle: string, description: string, role: MemberRole, apiKeys: Array<{ id: string, name: string, expiresAt: string | null, lastUsedAt: string | null }> }> } | null };

export type CreateRobotMutationVariables = Exact<{
  input: CreateRobotInput;
}>;


export type CreateRobotMutation = { createRobot: { robot: { id: string, handle: string, role: MemberRole } } | null };

export type RemoveRobotMutationVariables = Exact<{
  input: RemoveRobotInput;
}>;


export type RemoveRobotMutation = { removeRobot: { robot: { id: string, handle: string } } | null };

export type SameArtifactQueryVariables = Exact<{
  one: string;
  other: string;
}>;


export type SameArtifactQuery = { one: { id: string } | null, other: { id: string } | null };

export type DeclineInvitationMutationVariables = Exact<{
  input: DeclineInvitationInput;
}>;


export type DeclineInvitationMutation = { declineInvitation: { invitation: { id: string, namespace: { handle: string } } } | null };

export type WithdrawInvitationMutationVariables = Exact<{
  input: WithdrawInvitationInput;
}>;


export type WithdrawInvitationMutation = { withdrawInvitation: { invitation: { id: string, handle: string | null, email: string | null, namespace: { handle: string } } } | null };

export type OrganizationQueryVariables = Exact<{
  handle: string;
  first: number;
  after?: string | null | undefined;
}>;


export type OrganizationQuery = { namespace: { handle: string, kind: NamespaceKind, displayName: string, members: { totalCount: number, pageInfo: { endCursor: string | null, hasNextPage: boolean }, nodes: Array<{ role: MemberRole, account: { handle: string } }> }, invitations: Array<{ id: string, role: MemberRole, handle: string | null, email: string | null, expiresAt: string }> } | null };

export type InvitationsQueryVariables = Exact<{ [key: string]: never; }>;


export type InvitationsQuery = { viewer: { account: { handle: string } | null, invitations: Array<{ id: string, role: MemberRole, expiresAt: string, namespace: { handle: string } }> | null } | null };

export type AcceptTransferMutationVariables = Exact<{
  input: AcceptTransferInput;
}>;


export type AcceptTransferMutation = { acceptTransfer: { artifact: { name: string } } | null };

export type CancelTransferMutationVariables = Exact<{
  input: CancelTransferInput;
}>;


export type CancelTransferMutation = { cancelTransfer: { artifact: { name: string } | null } | null };

export type InviteToOrganizationMutationVariables = Exact<{
  input: InviteMemberInput;
}>;


export type InviteToOrganizationMutation = { inviteMember: { invitation: { id: string, role: MemberRole, handle: string | null, email: string | null, expiresAt: string } } | null };

export type MoveArtifactMutationVariables = Exact<{
  input: TransferArtifactInput;
}>;


export type MoveArtifactMutation = { transferArtifact: { isMoved: boolean, artifact: { name: string } } | null };

export type TeamsQueryVariables = Exact<{
  handle: string;
}>;


export type TeamsQuery = { viewer: { account: { handle: string } | null } | null, namespace: { handle: string, teams: Array<{ id: string, name: string, createdAt: string, members: Array<{ handle: string }> | null }> | null } | null };

export type CreateTeamMutationVariables = Exact<{
  input: CreateTeamInput;
}>;


export type CreateTeamMutation = { createTeam: { team: { id: string, name: string } } | null };

export type RenameTeamMutationVariables = Exact<{
  input: RenameTeamInput;
}>;


export type RenameTeamMutation = { renameTeam: { team: { id: string, name: string } } | null };

export type RemoveTeamMutationVariables = Exact<{
  input: RemoveTeamInput;
}>;


export type RemoveTeamMutation = { removeTeam: { namespace: { handle: string } } | null };

export type AddTeamMemberMutationVariables = Exact<{
  input: AddTeamMemberInput;
}>;


export type AddTeamMemberMutation = { addTeamMember: { team: { id: string, name: string } } | null };

export type RemoveTeamMemberMutationVariables = Exact<{
  input: RemoveTeamMemberInput;
}>;


export type RemoveTeamMemberMutation = { removeTeamMember: { team: { id: string, name: string } } | null };

export type AccessGrantsQueryVariables = Exact<{
  name: string;
}>;


export type AccessGrantsQuery = { viewer: { account: { handle: string } | null } | null, artifact: { name: string, grants: Array<{ id: string, role: ArtifactRole, createdAt: string, account: { handle: string } | null, team: { name: string, namespace: { handle: string } } | null }> | null } | null };

export type GrantAccessMutationVariables = Exact<{
  input: GrantAccessInput;
}>;


export type GrantAccessMutation = { grantAccess: { grant: { id: string, role: ArtifactRole }, artifact: { name: string } } | null };

export type RevokeAccessMutationVariables = Exact<{
  input: RevokeAccessInput;
}>;


export type RevokeAccessMutation = { revokeAccess: { artifact: { name: string } | null } | null };

export type SessionPartsFragment = { accessToken: string, refreshToken: string, expiresAt: string, account: { id: string, handle: string, email: string | null } };

export type SignUpMutationVariables = Exact<{
  input: SignUpInput;
}>;


export type SignUpMutation = { signUp: { session: { accessToken: string, refreshToken: string, expiresAt: string, account: { id: string, handle: string, email: string | null } } } | null };

export type SignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInMutation = { signIn: { session: { accessToken: string, refreshToken: string, expiresAt: string, account: { id: string, handle: string, email: string | null } } } | null };

export type RefreshSessionMutationVariables = Exact<{
  input: RefreshSessionInput;
}>;


export type RefreshSessionMutation = { refreshSession: { session: { accessToken: string, refreshToken: string, expiresAt: string, account: { id: string, handle: string, email: string | null } } } | null };

export type ExchangeSignInCodeMutationVariables = Exact<{
  input: ExchangeSignInCodeInput;
}>;


export type ExchangeSignInCodeMutation = { exchangeSignInCode: { session: { accessToken: string, refreshToken: string, expiresAt: string, account: { id: string, handle: string, email: string | null } } } | null };

export type SignOutMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutMutation = { signOut: { endedAt: string } | null };

export type CreateSocketTicketMutationVariables = Exact<{ [key: string]: never; }>;


export type CreateSocketTicketMutation = { createSocketTicket: { ticket: string, expiresAt: string } | null };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { createApiKey: { secret: string, apiKey: { id: string, name: string, scopes: Array<ApiKeyScope>, expiresAt: string | null, lastUsedAt: string | null, namespaces: Array<{ handle: string }> } } | null };

export type RevokeApiKeyMutationVariables = Exact<{
  input: RevokeApiKeyInput;
}>;


export type RevokeApiKeyMutation = { revokeApiKey: { apiKey: { id: string, revokedAt: string | null } } | null };

export type StartDeviceLoginMutationVariables = Exact<{
  input: StartDeviceLoginInput;
}>;


export type StartDeviceLoginMutation = { startDeviceLogin: { deviceCode: string, userCode: string, verificationUrl: string, expiresAt: string, intervalSeconds: number } | null };

export type ApproveDeviceLoginMutationVariables = Exact<{
  input: ApproveDeviceLoginInput;
}>;


export type ApproveDeviceLoginMutation = { approveDeviceLogin: { clientName: string } | null };

export type CompleteDeviceLoginMutationVariables = Exact<{
  input: CompleteDeviceLoginInput;
}>;


export type CompleteDeviceLoginMutation = { completeDeviceLogin: { session: { accessToken: string, refreshToken: string, expiresAt: string, account: { id: string, handle: string, email: string | null } } } | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { account: { id: string, handle: string, email: string | null } | null, memberships: Array<{ role: MemberRole, namespace: { id: string, handle: string, kind: NamespaceKind } }> | null, apiKeys: Array<{ id: string, name: string, scopes: Array<ApiKeyScope>, lastUsedAt: string | null }> | null, invitations: Array<{ id: string, role: MemberRole, expiresAt: string, namespace: { handle: string } }> | null } | null };

export type NamespaceQueryVariables = Exact<{
  handle: string;
}>;


export type NamespaceQuery = { namespace: { id: string, handle: string, kind: NamespaceKind, displayName: string, badges: Array<{ kind: VerificationKind, verifiedAt: string }>, members: { nodes: Array<{ role: MemberRole, account: { handle: string } }> }, artifacts: { totalCount: number, nodes: Array<{ name: string, type: ArtifactType }> } | null } | null };

export type TrustedSignersQueryVariables = Exact<{
  handle: string;
}>;


export type TrustedSignersQuery = { namespace: { signingKeys: Array<{ id: string, fingerprint: string, algorithm: SigningAlgorithm, publicKeyPem: string, validFrom: string, revokedAt: string | null }> | null, signingIdentities: Array<{ id: string, issuer: string, subject: string }> | null } | null };

export type CreateOrganizationMutationVariables = Exact<{
  input: CreateOrganizationInput;
}>;


export type CreateOrganizationMutation = { createOrganization: { namespace: { id: string, handle: string, kind: NamespaceKind } } | null };

export type InviteMemberMutationVariables = Exact<{
  input: InviteMemberInput;
}>;


export type InviteMemberMutation = { inviteMember: { invitation: { id: string, role: MemberRole, handle: string | null, expiresAt: string } } | null };

export type AcceptInvitationMutationVariables = Exact<{
  input: AcceptInvitationInput;
}>;


export type AcceptInvitationMutation = { acceptInvitation: { membership: { role: MemberRole, namespace: { handle: string } } } | null };

export type SetMemberRoleMutationVariables = Exact<{
  input: SetMemberRoleInput;
}>;


export type SetMemberRoleMutation = { setMemberRole: { membership: { role: MemberRole, account: { handle: string } } } | null };

export type RemoveMemberMutationVariables = Exact<{
  input: RemoveMemberInput;
}>;


export type RemoveMemberMutation = { removeMember: { namespace: { handle: string } } | null };

export type RequestVerificationMutationVariables = Exact<{
  input: RequestVerificationInput;
}>;


export type RequestVerificationMutation = { requestVerification: { verification: { id: string, kind: VerificationKind, subject: string, status: VerificationStatus, expiresAt: string, challenge: { method: VerificationMethod, location: string, value: string } } } | null };

export type CheckVerificationMutationVariables = Exact<{
  input: CheckVerificationInput;
}>;


export type CheckVerificationMutation = { checkVerification: { verification: { id: string, status: VerificationStatus, failure: string | null, checkedAt: string | null } } | null };

export type SearchQueryVariables = Exact<{
  query: SearchInput;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SearchQuery = { search: { totalCount: number, totalCountIsExact: boolean, tookMs: number, didYouMean: string | null, pageInfo: { endCursor: string | null, hasNextPage: boolean }, facets: Array<{ field: string, buckets: Array<{ value: string, count: number }> }>, edges: Array<{ cursor: string, node: { highlights: Array<{ field: string, html: string }>, artifact: { name: string, type: ArtifactType, description: string | null, stars: number, downloads: { total: number }, namespace: { handle: string, badges: Array<{ kind: VerificationKind }> } | null, latest: { version: string, publishedAt: string | null, scan: { score: number | null } | null } | null } } }> } | null };

export type SuggestQueryVariables = Exact<{
  prefix: string;
  limit?: number | null | undefined;
}>;


export type SuggestQuery = { suggest: Array<{ text: string, kind: SuggestionKind, artifact: { name: string } | null }> | null };

export type RegisterSigningKeyMutationVariables = Exact<{
  input: RegisterSigningKeyInput;
}>;


export type RegisterSigningKeyMutation = { registerSigningKey: { signingKey: { id: string, fingerprint: string, algorithm: SigningAlgorithm, validFrom: string, revokedAt: string | null } } | null };

export type RevokeSigningKeyMutationVariables = Exact<{
  input: RevokeSigningKeyInput;
}>;


export type RevokeSigningKeyMutation = { revokeSigningKey: { signingKey: { id: string, revokedAt: string | null }, quarantined: { totalCount: number, nodes: Array<{ version: string, artifact: { name: string } } | null> } } | null };

export type SecurityQueryVariables = Exact<{
  name: string;
  ref?: string | null | undefined;
}>;


export type SecurityQuery = { artifact: { version: { version: string, signature: { status: SignatureStatus, signedAt: string | null, signedBy: { kind: SignerKind, subject: string | null, fingerprint: string } | null, transparencyLog: { index: string } | null } | null, attestations: Array<{ predicateType: string, status: SignatureStatus, digest: string }> | null, sbom: { format: SbomFormat, digest: string, componentCount: number } | null, scan: { id: string, status: ScanStatus, startedAt: string | null, finishedAt: string | null, score: number | null, scoreReasons: Array<{ delta: number, reason: string }>, counts: { critical: number, high: number, medium: number, low: number, unknown: number }, engines: Array<{ name: string, version: string, databaseUpdatedAt: string | null, status: ScanEngineStatus }>, findings: { totalCount: number, nodes: Array<{ id: string, kind: FindingKind, severity: Severity, title: string, path: string | null, suggestion: string | null, advisory: { id: string, aliases: Array<string>, url: string | null, cvssScore: number | null } | null, package: { name: string, version: string, fixedVersion: string | null } | null }> } } | null } | null } | null };

export type ScanProgressSubscriptionVariables = Exact<{
  artifact: string;
  version: string;
  after?: number | null | undefined;
}>;


export type ScanProgressSubscription = { scanProgress: { sequence: number, stage: ScanStage, percent: number, status: ScanStatus, score: number | null, newFindings: Array<{ kind: FindingKind, severity: Severity, title: string }>, counts: { critical: number, high: number, medium: number, low: number, unknown: number }, version: { version: string, status: VersionStatus, artifact: { name: string, namespace: { handle: string } | null } } | null } | null };

export type VersionGraphQueryVariables = Exact<{
  name: string;
}>;


export type VersionGraphQuery = { artifact: { timescape: { nodes: Array<{ line: string, gtypeHash: string, version: { version: string, publishedAt: string | null } | null }>, edges: Array<{ kind: VersionGraphEdgeKind, breaking: boolean, suggestedBump: SemverBump, from: { version: string } | null, to: { version: string } | null, transformer: { name: string, version: string } | null, guide: { id: string } | null }> } | null } | null };

export type CompareVersionsQueryVariables = Exact<{
  artifact: string;
  from: string;
  to: string;
}>;


export type CompareVersionsQuery = { compareVersions: { breaking: boolean, suggestedBump: SemverBump, declaredBump: SemverBump, changes: Array<{ path: string, position: TypePosition, rule: string, breaking: boolean, before: unknown, after: unknown, reason: string, suggestion: string | null, counterexample: unknown }> } | null };

export type ExchangeIdTokenMutationVariables = Exact<{
  input: ExchangeIdTokenInput;
}>;


export type ExchangeIdTokenMutation = { exchangeIdToken: { token: string, expiresAt: string } | null };

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
export const VersionPartsFragmentDoc = new TypedDocumentString(`
    fragment VersionParts on Version {
  version
  digest
  artifactType
  sizeBytes
  status
  publishedAt
  statusReason
  layers {
    digest
    mediaType
    sizeBytes
  }
  manifest
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
    id
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
    `, {"fragmentName":"VersionParts"}) as unknown as TypedDocumentString<VersionPartsFragment, unknown>;
export const SessionPartsFragmentDoc = new TypedDocumentString(`
    fragment SessionParts on Session {
  accessToken
  refreshToken
  expiresAt
  account {
    id
    handle
    email
  }
}
    `, {"fragmentName":"SessionParts"}) as unknown as TypedDocumentString<SessionPartsFragment, unknown>;
export const ArtifactDocument = new TypedDocumentString(`
    query Artifact($name: String!, $ref: String = "latest") {
  artifact(name: $name) {
    id
    name
    type
    description
    license
    keywords
    visibility
    stars
    downloads {
      total
      lastWeek
    }
    namespace {
      handle
      kind
      badges {
        kind
      }
    }
    tags {
      name
      version {
        version
      }
    }
    versions(first: 20) {
      totalCount
      nodes {
        version
        status
        publishedAt
      }
    }
    version(ref: $ref) {
      ...VersionParts
      readme {
        html
        markdown
      }
    }
    pricing {
      model
    }
  }
}
    fragment VersionParts on Version {
  version
  digest
  artifactType
  sizeBytes
  status
  publishedAt
  statusReason
  layers {
    digest
    mediaType
    sizeBytes
  }
  manifest
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
    id
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
}`) as unknown as TypedDocumentString<ArtifactQuery, ArtifactQueryVariables>;
export const ValidatePublishDocument = new TypedDocumentString(`
    query ValidatePublish($manifest: JSON!) {
  validatePublish(manifest: $manifest) {
    valid
    problems {
      code
      path
      message
      suggestion
    }
  }
}
    `) as unknown as TypedDocumentString<ValidatePublishQuery, ValidatePublishQueryVariables>;
export const ResolveDocument = new TypedDocumentString(`
    query Resolve($refs: [String!]!) {
  resolve(refs: $refs) {
    roots {
      ref
      name
      version
    }
    artifacts {
      name
      version
      digest
      layers {
        digest
        mediaType
        sizeBytes
        url
        expiresAt
      }
      dependencies {
        name
        version
      }
      signature {
        status
        bundle
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
    `) as unknown as TypedDocumentString<ResolveQuery, ResolveQueryVariables>;
export const SetTagDocument = new TypedDocumentString(`
    mutation SetTag($input: SetTagInput!) {
  setTag(input: $input) {
    tag {
      name
      version {
        version
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SetTagMutation, SetTagMutationVariables>;
export const YankVersionDocument = new TypedDocumentString(`
    mutation YankVersion($input: YankVersionInput!) {
  yankVersion(input: $input) {
    version {
      version
      status
      statusReason
    }
  }
}
    `) as unknown as TypedDocumentString<YankVersionMutation, YankVersionMutationVariables>;
export const UnyankVersionDocument = new TypedDocumentString(`
    mutation UnyankVersion($input: UnyankVersionInput!) {
  unyankVersion(input: $input) {
    version {
      version
      status
    }
  }
}
    `) as unknown as TypedDocumentString<UnyankVersionMutation, UnyankVersionMutationVariables>;
export const UnpublishVersionDocument = new TypedDocumentString(`
    mutation UnpublishVersion($input: UnpublishVersionInput!) {
  unpublishVersion(input: $input) {
    artifact {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<UnpublishVersionMutation, UnpublishVersionMutationVariables>;
export const UpdateArtifactDocument = new TypedDocumentString(`
    mutation UpdateArtifact($input: UpdateArtifactInput!) {
  updateArtifact(input: $input) {
    artifact {
      name
      description
      visibility
    }
  }
}
    `) as unknown as TypedDocumentString<UpdateArtifactMutation, UpdateArtifactMutationVariables>;
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
export const IndexingProgressDocument = new TypedDocumentString(`
    subscription IndexingProgress($artifact: String!, $version: String!, $after: Int) {
  indexingProgress(artifact: $artifact, version: $version, after: $after) {
    sequence
    stage
    percent
    status
    version {
      version
      status
      artifact {
        name
        namespace {
          handle
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<IndexingProgressSubscription, IndexingProgressSubscriptionVariables>;
export const DeprecateVersionsDocument = new TypedDocumentString(`
    mutation DeprecateVersions($input: DeprecateVersionsInput!) {
  deprecateVersions(input: $input) {
    versions {
      version
      deprecation {
        message
        successor {
          name
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DeprecateVersionsMutation, DeprecateVersionsMutationVariables>;
export const TransferArtifactDocument = new TypedDocumentString(`
    mutation TransferArtifact($input: TransferArtifactInput!) {
  transferArtifact(input: $input) {
    artifact {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<TransferArtifactMutation, TransferArtifactMutationVariables>;
export const PricingDocument = new TypedDocumentString(`
    query Pricing($name: String!) {
  artifact(name: $name) {
    pricing {
      model
      trialDays
      plans {
        id
        name
        interval
        price {
          amountMinor
          currency
        }
        includedUsage {
          meter
          quantity
        }
      }
    }
    viewerEntitlement {
      status
      source
      expiresAt
    }
  }
}
    `) as unknown as TypedDocumentString<PricingQuery, PricingQueryVariables>;
export const ApiKeysDocument = new TypedDocumentString(`
    query ApiKeys {
  viewer {
    account {
      handle
    }
    apiKeys {
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
  }
}
    `) as unknown as TypedDocumentString<ApiKeysQuery, ApiKeysQueryVariables>;
export const VersionStateDocument = new TypedDocumentString(`
    query VersionState($name: String!, $ref: String!) {
  artifact(name: $name) {
    name
    visibility
    version(ref: $ref) {
      version
      digest
      status
      statusReason
      publishedAt
      scan {
        status
        score
      }
    }
  }
}
    `) as unknown as TypedDocumentString<VersionStateQuery, VersionStateQueryVariables>;
export const VersionListDocument = new TypedDocumentString(`
    query VersionList($name: String!, $first: Int!, $after: String) {
  artifact(name: $name) {
    name
    tags {
      name
      version {
        version
      }
    }
    versions(first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      nodes {
        version
        digest
        status
        statusReason
        publishedAt
        sizeBytes
      }
    }
  }
}
    `) as unknown as TypedDocumentString<VersionListQuery, VersionListQueryVariables>;
export const NewestDocument = new TypedDocumentString(`
    query Newest($name: String!, $range: String!) {
  artifact(name: $name) {
    name
    wanted: version(ref: $range) {
      version
    }
    latest {
      version
    }
  }
}
    `) as unknown as TypedDocumentString<NewestQuery, NewestQueryVariables>;
export const SignedAtDocument = new TypedDocumentString(`
    query SignedAt($name: String!, $ref: String!) {
  artifact(name: $name) {
    version(ref: $ref) {
      signature {
        status
        signedAt
        signedBy {
          fingerprint
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SignedAtQuery, SignedAtQueryVariables>;
export const SessionsDocument = new TypedDocumentString(`
    query Sessions {
  viewer {
    sessions {
      id
      isCurrent
      clientName
      method
      address
      createdAt
      lastUsedAt
      expiresAt
    }
  }
}
    `) as unknown as TypedDocumentString<SessionsQuery, SessionsQueryVariables>;
export const EndSessionDocument = new TypedDocumentString(`
    mutation EndSession($input: EndSessionInput!) {
  endSession(input: $input) {
    session {
      id
      endedAt
    }
  }
}
    `) as unknown as TypedDocumentString<EndSessionMutation, EndSessionMutationVariables>;
export const SignOutEverywhereDocument = new TypedDocumentString(`
    mutation SignOutEverywhere($input: SignOutEverywhereInput!) {
  signOutEverywhere(input: $input) {
    endedAt
    endedCount
  }
}
    `) as unknown as TypedDocumentString<SignOutEverywhereMutation, SignOutEverywhereMutationVariables>;
export const ConfirmSessionDocument = new TypedDocumentString(`
    mutation ConfirmSession($input: ConfirmSessionInput!) {
  confirmSession(input: $input) {
    confirmedUntil
  }
}
    `) as unknown as TypedDocumentString<ConfirmSessionMutation, ConfirmSessionMutationVariables>;
export const RotateApiKeyDocument = new TypedDocumentString(`
    mutation RotateApiKey($input: RotateApiKeyInput!) {
  rotateApiKey(input: $input) {
    secret
    apiKey {
      id
      name
      expiresAt
    }
    previous {
      id
      expiresAt
    }
  }
}
    `) as unknown as TypedDocumentString<RotateApiKeyMutation, RotateApiKeyMutationVariables>;
export const RobotsDocument = new TypedDocumentString(`
    query Robots($handle: String!) {
  namespace(handle: $handle) {
    robots {
      id
      handle
      description
      role
      apiKeys {
        id
        name
        expiresAt
        lastUsedAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RobotsQuery, RobotsQueryVariables>;
export const CreateRobotDocument = new TypedDocumentString(`
    mutation CreateRobot($input: CreateRobotInput!) {
  createRobot(input: $input) {
    robot {
      id
      handle
      role
    }
  }
}
    `) as unknown as TypedDocumentString<CreateRobotMutation, CreateRobotMutationVariables>;
export const RemoveRobotDocument = new TypedDocumentString(`
    mutation RemoveRobot($input: RemoveRobotInput!) {
  removeRobot(input: $input) {
    robot {
      id
      handle
    }
  }
}
    `) as unknown as TypedDocumentString<RemoveRobotMutation, RemoveRobotMutationVariables>;
export const SameArtifactDocument = new TypedDocumentString(`
    query SameArtifact($one: String!, $other: String!) {
  one: artifact(name: $one) {
    id
  }
  other: artifact(name: $other) {
    id
  }
}
    `) as unknown as TypedDocumentString<SameArtifactQuery, SameArtifactQueryVariables>;
export const DeclineInvitationDocument = new TypedDocumentString(`
    mutation DeclineInvitation($input: DeclineInvitationInput!) {
  declineInvitation(input: $input) {
    invitation {
      id
      namespace {
        handle
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DeclineInvitationMutation, DeclineInvitationMutationVariables>;
export const WithdrawInvitationDocument = new TypedDocumentString(`
    mutation WithdrawInvitation($input: WithdrawInvitationInput!) {
  withdrawInvitation(input: $input) {
    invitation {
      id
      handle
      email
      namespace {
        handle
      }
    }
  }
}
    `) as unknown as TypedDocumentString<WithdrawInvitationMutation, WithdrawInvitationMutationVariables>;
export const OrganizationDocument = new TypedDocumentString(`
    query Organization($handle: String!, $first: Int!, $after: String) {
  namespace(handle: $handle) {
    handle
    kind
    displayName
    members(first: $first, after: $after) {
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
      nodes {
        role
        account {
          handle
        }
      }
    }
    invitations {
      id
      role
      handle
      email
      expiresAt
    }
  }
}
    `) as unknown as TypedDocumentString<OrganizationQuery, OrganizationQueryVariables>;
export const InvitationsDocument = new TypedDocumentString(`
    query Invitations {
  viewer {
    account {
      handle
    }
    invitations {
      id
      role
      namespace {
        handle
      }
      expiresAt
    }
  }
}
    `) as unknown as TypedDocumentString<InvitationsQuery, InvitationsQueryVariables>;
export const AcceptTransferDocument = new TypedDocumentString(`
    mutation AcceptTransfer($input: AcceptTransferInput!) {
  acceptTransfer(input: $input) {
    artifact {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<AcceptTransferMutation, AcceptTransferMutationVariables>;
export const CancelTransferDocument = new TypedDocumentString(`
    mutation CancelTransfer($input: CancelTransferInput!) {
  cancelTransfer(input: $input) {
    artifact {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<CancelTransferMutation, CancelTransferMutationVariables>;
export const InviteToOrganizationDocument = new TypedDocumentString(`
    mutation InviteToOrganization($input: InviteMemberInput!) {
  inviteMember(input: $input) {
    invitation {
      id
      role
      handle
      email
      expiresAt
    }
  }
}
    `) as unknown as TypedDocumentString<InviteToOrganizationMutation, InviteToOrganizationMutationVariables>;
export const MoveArtifactDocument = new TypedDocumentString(`
    mutation MoveArtifact($input: TransferArtifactInput!) {
  transferArtifact(input: $input) {
    isMoved
    artifact {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<MoveArtifactMutation, MoveArtifactMutationVariables>;
export const TeamsDocument = new TypedDocumentString(`
    query Teams($handle: String!) {
  viewer {
    account {
      handle
    }
  }
  namespace(handle: $handle) {
    handle
    teams {
      id
      name
      createdAt
      members {
        handle
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TeamsQuery, TeamsQueryVariables>;
export const CreateTeamDocument = new TypedDocumentString(`
    mutation CreateTeam($input: CreateTeamInput!) {
  createTeam(input: $input) {
    team {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<CreateTeamMutation, CreateTeamMutationVariables>;
export const RenameTeamDocument = new TypedDocumentString(`
    mutation RenameTeam($input: RenameTeamInput!) {
  renameTeam(input: $input) {
    team {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<RenameTeamMutation, RenameTeamMutationVariables>;
export const RemoveTeamDocument = new TypedDocumentString(`
    mutation RemoveTeam($input: RemoveTeamInput!) {
  removeTeam(input: $input) {
    namespace {
      handle
    }
  }
}
    `) as unknown as TypedDocumentString<RemoveTeamMutation, RemoveTeamMutationVariables>;
export const AddTeamMemberDocument = new TypedDocumentString(`
    mutation AddTeamMember($input: AddTeamMemberInput!) {
  addTeamMember(input: $input) {
    team {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<AddTeamMemberMutation, AddTeamMemberMutationVariables>;
export const RemoveTeamMemberDocument = new TypedDocumentString(`
    mutation RemoveTeamMember($input: RemoveTeamMemberInput!) {
  removeTeamMember(input: $input) {
    team {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<RemoveTeamMemberMutation, RemoveTeamMemberMutationVariables>;
export const AccessGrantsDocument = new TypedDocumentString(`
    query AccessGrants($name: String!) {
  viewer {
    account {
      handle
    }
  }
  artifact(name: $name) {
    name
    grants {
      id
      role
      account {
        handle
      }
      team {
        name
        namespace {
          handle
        }
      }
      createdAt
    }
  }
}
    `) as unknown as TypedDocumentString<AccessGrantsQuery, AccessGrantsQueryVariables>;
export const GrantAccessDocument = new TypedDocumentString(`
    mutation GrantAccess($input: GrantAccessInput!) {
  grantAccess(input: $input) {
    grant {
      id
      role
    }
    artifact {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<GrantAccessMutation, GrantAccessMutationVariables>;
export const RevokeAccessDocument = new TypedDocumentString(`
    mutation RevokeAccess($input: RevokeAccessInput!) {
  revokeAccess(input: $input) {
    artifact {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<RevokeAccessMutation, RevokeAccessMutationVariables>;
export const SignUpDocument = new TypedDocumentString(`
    mutation SignUp($input: SignUpInput!) {
  signUp(input: $input) {
    session {
      ...SessionParts
    }
  }
}
    fragment SessionParts on Session {
  accessToken
  refreshToken
  expiresAt
  account {
    id
    handle
    email
  }
}`) as unknown as TypedDocumentString<SignUpMutation, SignUpMutationVariables>;
export const SignInDocument = new TypedDocumentString(`
    mutation SignIn($input: SignInInput!) {
  signIn(input: $input) {
    session {
      ...SessionParts
    }
  }
}
    fragment SessionParts on Session {
  accessToken
  refreshToken
  expiresAt
  account {
    id
    handle
    email
  }
}`) as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;
export const RefreshSessionDocument = new TypedDocumentString(`
    mutation RefreshSession($input: RefreshSessionInput!) {
  refreshSession(input: $input) {
    session {
      ...SessionParts
    }
  }
}
    fragment SessionParts on Session {
  accessToken
  refreshToken
  expiresAt
  account {
    id
    handle
    email
  }
}`) as unknown as TypedDocumentString<RefreshSessionMutation, RefreshSessionMutationVariables>;
export const ExchangeSignInCodeDocument = new TypedDocumentString(`
    mutation ExchangeSignInCode($input: ExchangeSignInCodeInput!) {
  exchangeSignInCode(input: $input) {
    session {
      ...SessionParts
    }
  }
}
    fragment SessionParts on Session {
  accessToken
  refreshToken
  expiresAt
  account {
    id
    handle
    email
  }
}`) as unknown as TypedDocumentString<ExchangeSignInCodeMutation, ExchangeSignInCodeMutationVariables>;
export const SignOutDocument = new TypedDocumentString(`
    mutation SignOut {
  signOut {
    endedAt
  }
}
    `) as unknown as TypedDocumentString<SignOutMutation, SignOutMutationVariables>;
export const CreateSocketTicketDocument = new TypedDocumentString(`
    mutation CreateSocketTicket {
  createSocketTicket {
    ticket
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<CreateSocketTicketMutation, CreateSocketTicketMutationVariables>;
export const CreateApiKeyDocument = new TypedDocumentString(`
    mutation CreateApiKey($input: CreateApiKeyInput!) {
  createApiKey(input: $input) {
    secret
    apiKey {
      id
      name
      scopes
      namespaces {
        handle
      }
      expiresAt
      lastUsedAt
    }
  }
}
    `) as unknown as TypedDocumentString<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
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
export const StartDeviceLoginDocument = new TypedDocumentString(`
    mutation StartDeviceLogin($input: StartDeviceLoginInput!) {
  startDeviceLogin(input: $input) {
    deviceCode
    userCode
    verificationUrl
    expiresAt
    intervalSeconds
  }
}
    `) as unknown as TypedDocumentString<StartDeviceLoginMutation, StartDeviceLoginMutationVariables>;
export const ApproveDeviceLoginDocument = new TypedDocumentString(`
    mutation ApproveDeviceLogin($input: ApproveDeviceLoginInput!) {
  approveDeviceLogin(input: $input) {
    clientName
  }
}
    `) as unknown as TypedDocumentString<ApproveDeviceLoginMutation, ApproveDeviceLoginMutationVariables>;
export const CompleteDeviceLoginDocument = new TypedDocumentString(`
    mutation CompleteDeviceLogin($input: CompleteDeviceLoginInput!) {
  completeDeviceLogin(input: $input) {
    session {
      ...SessionParts
    }
  }
}
    fragment SessionParts on Session {
  accessToken
  refreshToken
  expiresAt
  account {
    id
    handle
    email
  }
}`) as unknown as TypedDocumentString<CompleteDeviceLoginMutation, CompleteDeviceLoginMutationVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    account {
      id
      handle
      email
    }
    memberships {
      role
      namespace {
        id
        handle
        kind
      }
    }
    apiKeys {
      id
      name
      scopes
      lastUsedAt
    }
    invitations {
      id
      role
      namespace {
        handle
      }
      expiresAt
    }
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const NamespaceDocument = new TypedDocumentString(`
    query Namespace($handle: String!) {
  namespace(handle: $handle) {
    id
    handle
    kind
    displayName
    badges {
      kind
      verifiedAt
    }
    members(first: 20) {
      nodes {
        role
        account {
          handle
        }
      }
    }
    artifacts(first: 20) {
      totalCount
      nodes {
        name
        type
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NamespaceQuery, NamespaceQueryVariables>;
export const TrustedSignersDocument = new TypedDocumentString(`
    query TrustedSigners($handle: String!) {
  namespace(handle: $handle) {
    signingKeys {
      id
      fingerprint
      algorithm
      publicKeyPem
      validFrom
      revokedAt
    }
    signingIdentities {
      id
      issuer
      subject
    }
  }
}
    `) as unknown as TypedDocumentString<TrustedSignersQuery, TrustedSignersQueryVariables>;
export const CreateOrganizationDocument = new TypedDocumentString(`
    mutation CreateOrganization($input: CreateOrganizationInput!) {
  createOrganization(input: $input) {
    namespace {
      id
      handle
      kind
    }
  }
}
    `) as unknown as TypedDocumentString<CreateOrganizationMutation, CreateOrganizationMutationVariables>;
export const InviteMemberDocument = new TypedDocumentString(`
    mutation InviteMember($input: InviteMemberInput!) {
  inviteMember(input: $input) {
    invitation {
      id
      role
      handle
      expiresAt
    }
  }
}
    `) as unknown as TypedDocumentString<InviteMemberMutation, InviteMemberMutationVariables>;
export const AcceptInvitationDocument = new TypedDocumentString(`
    mutation AcceptInvitation($input: AcceptInvitationInput!) {
  acceptInvitation(input: $input) {
    membership {
      role
      namespace {
        handle
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AcceptInvitationMutation, AcceptInvitationMutationVariables>;
export const SetMemberRoleDocument = new TypedDocumentString(`
    mutation SetMemberRole($input: SetMemberRoleInput!) {
  setMemberRole(input: $input) {
    membership {
      role
      account {
        handle
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SetMemberRoleMutation, SetMemberRoleMutationVariables>;
export const RemoveMemberDocument = new TypedDocumentString(`
    mutation RemoveMember($input: RemoveMemberInput!) {
  removeMember(input: $input) {
    namespace {
      handle
    }
  }
}
    `) as unknown as TypedDocumentString<RemoveMemberMutation, RemoveMemberMutationVariables>;
export const RequestVerificationDocument = new TypedDocumentString(`
    mutation RequestVerification($input: RequestVerificationInput!) {
  requestVerification(input: $input) {
    verification {
      id
      kind
      subject
      status
      challenge {
        method
        location
        value
      }
      expiresAt
    }
  }
}
    `) as unknown as TypedDocumentString<RequestVerificationMutation, RequestVerificationMutationVariables>;
export const CheckVerificationDocument = new TypedDocumentString(`
    mutation CheckVerification($input: CheckVerificationInput!) {
  checkVerification(input: $input) {
    verification {
      id
      status
      failure
      checkedAt
    }
  }
}
    `) as unknown as TypedDocumentString<CheckVerificationMutation, CheckVerificationMutationVariables>;
export const SearchDocument = new TypedDocumentString(`
    query Search($query: SearchInput!, $first: Int = 20, $after: String) {
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
    edges {
      cursor
      node {
        highlights {
          field
          html
        }
        artifact {
          name
          type
          description
          stars
          downloads {
            total
          }
          namespace {
            handle
            badges {
              kind
            }
          }
          latest {
            version
            publishedAt
            scan {
              score
            }
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const SuggestDocument = new TypedDocumentString(`
    query Suggest($prefix: String!, $limit: Int = 8) {
  suggest(prefix: $prefix, limit: $limit) {
    text
    kind
    artifact {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<SuggestQuery, SuggestQueryVariables>;
export const RegisterSigningKeyDocument = new TypedDocumentString(`
    mutation RegisterSigningKey($input: RegisterSigningKeyInput!) {
  registerSigningKey(input: $input) {
    signingKey {
      id
      fingerprint
      algorithm
      validFrom
      revokedAt
    }
  }
}
    `) as unknown as TypedDocumentString<RegisterSigningKeyMutation, RegisterSigningKeyMutationVariables>;
export const RevokeSigningKeyDocument = new TypedDocumentString(`
    mutation RevokeSigningKey($input: RevokeSigningKeyInput!) {
  revokeSigningKey(input: $input) {
    signingKey {
      id
      revokedAt
    }
    quarantined(first: 50) {
      totalCount
      nodes {
        version
        artifact {
          name
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RevokeSigningKeyMutation, RevokeSigningKeyMutationVariables>;
export const SecurityDocument = new TypedDocumentString(`
    query Security($name: String!, $ref: String = "latest") {
  artifact(name: $name) {
    version(ref: $ref) {
      version
      signature {
        status
        signedBy {
          kind
          subject
          fingerprint
        }
        signedAt
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
        id
        status
        startedAt
        finishedAt
        score
        scoreReasons {
          delta
          reason
        }
        counts {
          critical
          high
          medium
          low
          unknown
        }
        engines {
          name
          version
          databaseUpdatedAt
          status
        }
        findings(first: 50) {
          totalCount
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
    `) as unknown as TypedDocumentString<SecurityQuery, SecurityQueryVariables>;
export const ScanProgressDocument = new TypedDocumentString(`
    subscription ScanProgress($artifact: String!, $version: String!, $after: Int) {
  scanProgress(artifact: $artifact, version: $version, after: $after) {
    sequence
    stage
    percent
    status
    newFindings {
      kind
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
      version
      status
      artifact {
        name
        namespace {
          handle
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ScanProgressSubscription, ScanProgressSubscriptionVariables>;
export const VersionGraphDocument = new TypedDocumentString(`
    query VersionGraph($name: String!) {
  artifact(name: $name) {
    timescape {
      nodes {
        version {
          version
          publishedAt
        }
        line
        gtypeHash
      }
      edges {
        from {
          version
        }
        to {
          version
        }
        kind
        breaking
        suggestedBump
        transformer {
          name
          version
        }
        guide {
          id
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<VersionGraphQuery, VersionGraphQueryVariables>;
export const CompareVersionsDocument = new TypedDocumentString(`
    query CompareVersions($artifact: String!, $from: String!, $to: String!) {
  compareVersions(artifact: $artifact, from: $from, to: $to) {
    breaking
    suggestedBump
    declaredBump
    changes {
      path
      position
      rule
      breaking
      before
      after
      reason
      suggestion
      counterexample
    }
  }
}
    `) as unknown as TypedDocumentString<CompareVersionsQuery, CompareVersionsQueryVariables>;
export const ExchangeIdTokenDocument = new TypedDocumentString(`
    mutation ExchangeIdToken($input: ExchangeIdTokenInput!) {
  exchangeIdToken(input: $input) {
    token
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<ExchangeIdTokenMutation, ExchangeIdTokenMutationVariables>;