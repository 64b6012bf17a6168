import { bindJob, type BoundJob } from '@gati/jobs';
import type { Principal } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import { createAudit } from './audit.ts';
import { createAuditLog } from './audit-log.ts';
import type { Dependencies } from './dependencies.ts';
import { deriveInstallationKeys } from './installation-keys.ts';
import { sendAccountMail } from './jobs/send-account-mail.ts';
import { sweepExpired } from './jobs/sweep-expired.ts';
import { createAttemptLimits } from './limits.ts';
import { createPasskeyChecks } from './passkey-checks.ts';
import { createOrganizations } from './organizations.ts';
import { createPasswords } from './passwords.ts';
import { accounts } from './repository.ts';
import { createProviderSignIn } from './provider-sign-in.ts';
import { createPublisherVerification } from './publisher-verification.ts';
import { createSecondFactors } from './second-factors.ts';
import { createSessionOpener } from './sessions.ts';
import { createStepUp } from './step-up.ts';
import { createTeams } from './teams.ts';
import { createTokenKeys } from './token-keys.ts';
import { createTrustedPublishing } from './trusted-publishing.ts';
import { createAccessTokens } from './tokens/access-tokens.ts';
import { createOciTokens } from './tokens/oci-tokens.ts';
import { addPasskey } from './use-cases/add-passkey.ts';
import { approveDeviceLogin } from './use-cases/approve-device-login.ts';
import { authenticateBasic } from './use-cases/authenticate-basic.ts';
import { authenticate } from './use-cases/authenticate.ts';
import { changePassword } from './use-cases/change-password.ts';
import { checkPassword } from './use-cases/check-password.ts';
import { completeDeviceLogin } from './use-cases/complete-device-login.ts';
import { confirmSession } from './use-cases/confirm-session.ts';
import { confirmTotp } from './use-cases/confirm-totp.ts';
import { createApiKey } from './use-cases/create-api-key.ts';
import { createRobot } from './use-cases/create-robot.ts';
import { createRecoveryCodes } from './use-cases/create-recovery-codes.ts';
import { createSocketTicket } from './use-cases/create-socket-ticket.ts';
import { endSession } from './use-cases/end-session.ts';
import { factsFor, readableScopes } from './use-cases/facts-for.ts';
import { accountsByIds } from './use-cases/find-accounts.ts';
import { ownerEmails } from './use-cases/find-owner-emails.ts';
import { namespaceByHandle, namespacesByHandles, namespacesByIds } from './use-cases/find-namespaces.ts';
import { listMembers } from './use-cases/list-members.ts';
import { listRobotKeys, listRobots } from './use-cases/list-robots.ts';
import { listSessions } from './use-cases/list-sessions.ts';
import { readDeviceLogin } from './use-cases/read-device-login.ts';
import { readTwoFactor } from './use-cases/read-two-factor.ts';
import { listApiKeys, listMemberships } from './use-cases/read-viewer.ts';
import { redeemSocketTicket } from './use-cases/redeem-socket-ticket.ts';
import { refreshSession } from './use-cases/refresh-session.ts';
import { removePasskey } from './use-cases/remove-passkey.ts';
import { removeRobot } from './use-cases/remove-robot.ts';
import { rotateApiKey } from './use-cases/rotate-api-key.ts';
import { removeTotp } from './use-cases/remove-totp.ts';
import { requestEmailVerification } from './use-cases/request-email-verification.ts';
import { requestPasswordReset } from './use-cases/request-password-reset.ts';
import { resetPassword } from './use-cases/reset-password.ts';
import { revokeApiKey } from './use-cases/revoke-api-key.ts';
import { signInWithPasskey } from './use-cases/sign-in-with-passkey.ts';
import { signIn } from './use-cases/sign-in.ts';
import { signOutEverywhere } from './use-cases/sign-out-everywhere.ts';
import { signOut } from './use-cases/sign-out.ts';
import { signUp } from './use-cases/sign-up.ts';
import { startDeviceLogin } from './use-cases/start-device-login.ts';
import { startPasskey, startPasskeySignIn } from './use-cases/start-passkey.ts';
import { startTotp } from './use-cases/start-totp.ts';
import { verifyEmail } from './use-cases/verify-email.ts';
import { createValidity } from './validity.ts';

export type { Audit, AuditRecord } from './audit.ts';
export type { AuditEntryRow, AuditFilter } from './rules/audit-entry.ts';
export type { AuditOf } from './use-cases/read-audit-log.ts';
export type { AuditVerification } from './use-cases/verify-audit-log.ts';
export { parseAuditFilter, type WrittenAuditFilter } from './rules/audit-filters.ts';
export { auditHeader, auditLines, auditMediaTypes, type AuditFormat } from './rules/audit-formats.ts';
export type { Dependencies, Log, RunTransaction, SendMail } from './dependencies.ts';
export type { Emit, NamespaceEvents } from './events.ts';
export type {
  AccountRow,
  ApiKeyRow,
  InvitationRow,
  LinkedIdentityRow,
  ListedSession,
  MemberRow,
  MembershipRow,
  NamespaceRow,
  PasskeyRow,
  TrustedPublisherRow,
  VerificationRow,
  BadgeRow,
  RobotRow,
  GrantRow,
  TeamRow,
  Tables,
} from './repository.ts';
export type { ProviderName } from './providers/index.ts';
export type { SessionTokens } from './sessions.ts';
export type { AssertConfirmed } from './step-up.ts';
export type { TwoFactorState } from './use-cases/read-two-factor.ts';
export type { RepositoryAccess } from './tokens/oci-tokens.ts';
export type { Grants, GrantedArtifact, NamedGrantee } from './use-cases/keep-grants.ts';
export type { MemberPlace } from './use-cases/list-members.ts';
export { parseClientName, parseDisplayText, parseEmail, parseNewAccount, parseNewPassword, type NewAccount } from './rules/account-input.ts';
export { parseArtifactPatterns } from './rules/artifact-limits.ts';
export { parseTeamName } from './rules/teams.ts';
export { parseRobotName } from './rules/robots.ts';
export { parseGivenScopes, parseLimit } from './rules/api-key-input.ts';

/** All that the namespaces context can do: who is who, what belongs to whom, and the log of what was done. Doors and wiring see nothing else of it. */
export function createNamespaces({
  tables,
  transaction,
  clock,
  makeId,
  cache,
  secret,
  publicUrl,
  log,
  sendMail,
  outside,
  signInProviders = {},
  ciIssuers = [],
  isAdministrator = () => false,
}: Dependencies) {
  const installationKeys = deriveInstallationKeys(secret);
  const keys = createTokenKeys({ tables, transaction, clock, encryptionKey: installationKeys.tokenKeyEncryption, log });
  const accessTokens = createAccessTokens({ keys, clock }, publicUrl);
  const limits = createAttemptLimits({ cache, clock });
  const validity = createValidity({ tables, cache, clock, limits });
  const passwords = createPasswords();
  const audit = createAudit({ clock });
  const sessionOpener = createSessionOpener({ clock, makeId, accessTokens });
  const verifyPassword = checkPassword({ tables, passwords, limits });
  const passkeyChecks = createPasskeyChecks({ tables, clock, publicUrl });
  const encryptionKey = installationKeys.totpEncryption;
  const secondFactors = createSecondFactors({ tables, transaction, clock, limits, passkeyChecks, encryptionKey, audit });
  const assertConfirmed = createStepUp({ tables, clock, secondFactors });
  const facts = factsFor({ tables });
  const assertStillValid = async (principal: Principal): Promise<void> => {
    if (!(await validity.principal(principal))) throw new RegistryError('UNAUTHENTICATED', { reason: 'The session or key behind this token has ended.' });
  };

  const auditLog = createAuditLog({
    tables,
    transaction,
    clock,
    log,
    factsFor: facts,
    isStillValid: validity.principal,
    isAdministrator,
    key: installationKeys.auditSeal,
  });
  const organizations = createOrganizations({
    tables,
    transaction,
    clock,
    makeId,
    limits,
    audit,
    secret,
    publicUrl,
    sendMail,
    factsFor: facts,
    assertConfirmed,
  });
  const verification = createPublisherVerification({ tables, transaction, clock, makeId, limits, audit, publicUrl, outside });

  return {
    signUp: signUp({ tables, transaction, clock, makeId, passwords, limits, sessionOpener, audit }),
    signIn: signIn({ transaction, checkPassword: verifyPassword, secondFactors, sessionOpener, audit }),
    startPasskeySignIn: startPasskeySignIn({ limits, passkeyChecks }),
    signInWithPasskey: signInWithPasskey({ transaction, limits, passkeyChecks, sessionOpener, audit }),
    ...createProviderSignIn({
      tables,
      transaction,
      clock,
      makeId,
      limits,
      sessionOpener,
      assertConfirmed,
      audit,
      log,
      secret,
      publicUrl,
      offered: signInProviders,
    }),
    ...verification.acts,
    ...createTrustedPublishing({ tables, transaction, clock, makeId, limits, assertConfirmed, audit, publicUrl, furtherIssuers: ciIssuers }),
    refreshSession: refreshSession({ transaction, clock, installationKeys, sessionOpener, validity, audit, log }),
    signOut: signOut({ transaction, clock, validity, audit }),
    listSessions: listSessions({ tables, clock }),
    endSession: endSession({ transaction, clock, validity, audit }),
    signOutEverywhere: signOutEverywhere({ transaction, clock, validity, audit }),
    confirmSession: confirmSession({ tables, transaction, clock, secondFactors, audit }),
    /** Stands before dangerous acts: see step-up.ts. */
    assertConfirmed,
    /** Whether a password alone is not enough for an account. */
    hasSecondFactor: secondFactors.has,
    readTwoFactor: readTwoFactor({ tables }),
    startTotp: startTotp({ tables, clock, assertConfirmed, encryptionKey, issuer: new URL(publicUrl).host }),
    confirmTotp: confirmTotp({ transaction, clock, limits, audit, encryptionKey }),
    removeTotp: removeTotp({ transaction, assertConfirmed, audit }),
    createRecoveryCodes: createRecoveryCodes({ transaction, clock, secondFactors, assertConfirmed, audit }),
    startPasskey: startPasskey({ tables, limits, passkeyChecks, assertConfirmed }),
    addPasskey: addPasskey({ transaction, clock, passkeyChecks, assertConfirmed, audit }),
    removePasskey: removePasskey({ transaction, assertConfirmed, audit }),
    changePassword: changePassword({ tables, transaction, clock, limits, passwords, validity, assertConfirmed, audit }),
    requestPasswordReset: requestPasswordReset({ transaction, clock, limits, audit }),
    resetPassword: resetPassword({ transaction, clock, limits, passwords, validity, audit }),
    requestEmailVerification: requestEmailVerification({ transaction, clock, limits }),
    verifyEmail: verifyEmail({ transaction, clock, limits, audit }),
    /** Whether a mail to the account's address was answered. */
    isEmailVerified: (accountId: string): Promise<boolean> => accounts(tables).isEmailVerified(accountId),
    createSocketTicket: createSocketTicket({ tables, clock }),
    redeemSocketTicket: redeemSocketTicket({ tables, clock, validity }),
    createApiKey: createApiKey({ tables, transaction, clock, makeId, validity, assertConfirmed, audit }),
    rotateApiKey: rotateApiKey({ transaction, clock, makeId, validity, assertConfirmed, audit }),
    createRobot: createRobot({ transaction, clock, makeId, assertConfirmed, audit }),
    removeRobot: removeRobot({ tables, transaction, clock, validity, assertConfirmed, audit }),
    listRobots: listRobots({ tables, factsFor: facts, clock }),
    listRobotKeys: listRobotKeys({ tables, factsFor: facts, clock }),
    revokeApiKey: revokeApiKey({ transaction, clock, validity, audit }),
    startDeviceLogin: startDeviceLogin({ tables, clock, limits, verificationUrl: `${publicUrl}/device` }),
    readDeviceLogin: readDeviceLogin({ tables, clock, limits }),
    approveDeviceLogin: approveDeviceLogin({ transaction, clock, limits, audit }),
    completeDeviceLogin: completeDeviceLogin({ transaction, clock, sessionOpener, audit }),
    ...organizations.acts,
    ...createTeams({ tables, transaction, clock, makeId, audit, factsFor: facts }),
    ...auditLog.acts,
    /** Whether the caller administers the whole site. */
    isAdministrator,

    authenticate: authenticate({ accessTokens, validity }),
    authenticateBasic: authenticateBasic({ validity, checkPassword: verifyPassword, secondFactors }),
    /** Whether the session or key behind a principal still counts; at most 2.5 seconds late. */
    isStillValid: validity.principal,
    ociTokens: createOciTokens({ keys, clock }, { publicUrl, assertStillValid }),
    /** Public keys of all tokens, as a JSON Web Key Set. */
    jwks: keys.publicKeys,

    factsFor: facts,
    readableScopes: readableScopes({ tables }),
    namespaceByHandle: namespaceByHandle({ tables }),
    namespacesByHandles: namespacesByHandles({ tables }),
    namespacesByIds: namespacesByIds({ tables }),
    accountsByIds: accountsByIds({ tables }),
    ownerEmails: ownerEmails({ tables }),
    listMembers: listMembers({ tables, factsFor: facts }),
    listMemberships: listMemberships({ tables }),
    listApiKeys: listApiKeys({ tables, clock }),

    audit,
    jobs: [
      bindJob(sweepExpired, { tables, clock }),
      bindJob(sendAccountMail, { tables, clock, sendMail, publicUrl }),
      ...organizations.jobs,
      ...verification.jobs,
      ...auditLog.jobs,
    ] as readonly BoundJob[],
  };
}
export type Namespaces = ReturnType<typeof createNamespaces>;
