import type { Transaction } from '@gati/database';

/** The tables of this context, and no others. */
export type Tables = Pick<
  Transaction,
  | 'account'
  | 'namespace'
  | 'membership'
  | 'session'
  | 'refreshToken'
  | 'tokenKey'
  | 'apiKey'
  | 'totpFactor'
  | 'recoveryCode'
  | 'passkey'
  | 'passkeyChallenge'
  | 'mailCode'
  | 'robot'
  | 'deviceLogin'
  | 'socketTicket'
  | 'linkedIdentity'
  | 'providerSignIn'
  | 'trustedPublisher'
  | 'verification'
  | 'verificationEvent'
  | 'spentIdToken'
  | 'auditEntry'
  | 'auditPlace'
  | 'auditSeal'
  | 'invitation'
  | 'team'
  | 'teamMember'
  | 'artifactGrant'
  | 'handleClaim'
  | 'formerHandle'
  | '$queryRaw'
  | '$executeRaw'
>;

export { accounts, type AccountRow } from './repository/accounts.ts';
export { namespaces, type MemberRow, type MembershipRow, type NamespaceRow } from './repository/namespaces.ts';
export { members } from './repository/members.ts';
export { invitations, type InvitationRow } from './repository/invitations.ts';
export { sessions, type ListedSession, type SessionRow, type SignInMethod } from './repository/sessions.ts';
export { teams, type TeamRow } from './repository/teams.ts';
export { grants, type Grantee, type GrantRow } from './repository/grants.ts';
export { robots, type RobotRow } from './repository/robots.ts';
export { secondFactors, type TotpRow } from './repository/second-factors.ts';
export { passkeys, type PasskeyRow } from './repository/passkeys.ts';
export { mailCodes, type MailCodePurpose } from './repository/mail-codes.ts';
export { refreshTokens, type RefreshTokenRow } from './repository/refresh-tokens.ts';
export { tokenKeys, type TokenKeyRow } from './repository/token-keys.ts';
export { apiKeys, type ApiKeyRow, type ApiKeyWithOwner } from './repository/api-keys.ts';
export { deviceLogins, type DeviceLoginRow } from './repository/device-logins.ts';
export { socketTickets, type SocketTicketRow } from './repository/socket-tickets.ts';
export { linkedIdentities, type LinkedIdentityRow } from './repository/linked-identities.ts';
export { trustedPublishers, type TrustedPublisherRow } from './repository/trusted-publishers.ts';
export { verifications, type BadgeRow, type VerificationRow } from './repository/verifications.ts';
export { providerSignIns } from './repository/provider-sign-ins.ts';
export { auditEntries, auditLog, type AuditScope } from './repository/audit-entries.ts';
export { auditSeals, type AuditSealRow } from './repository/audit-seals.ts';
export { expiredRows } from './repository/expired-rows.ts';
