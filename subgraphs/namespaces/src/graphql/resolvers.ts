import { account } from './account.ts';
import { apiKey } from './api-key.ts';
import { auditEntry, auditLogQuery, auditVerificationQuery } from './audit.ts';
import { invitation } from './invitation.ts';
import { deviceLoginQuery } from './device-login.ts';
import { membership } from './membership.ts';
import { acceptInvitation } from './mutation/accept-invitation.ts';
import { approveDeviceLogin } from './mutation/approve-device-login.ts';
import { completeDeviceLogin } from './mutation/complete-device-login.ts';
import { createApiKey } from './mutation/create-api-key.ts';
import { createOrganization } from './mutation/create-organization.ts';
import { createSocketTicket } from './mutation/create-socket-ticket.ts';
import { declineInvitation } from './mutation/decline-invitation.ts';
import { inviteMember } from './mutation/invite-member.ts';
import { removeMember } from './mutation/remove-member.ts';
import { setMemberRole } from './mutation/set-member-role.ts';
import { withdrawInvitation } from './mutation/withdraw-invitation.ts';
import { exchangeSignInCode } from './mutation/exchange-sign-in-code.ts';
import { linkIdentity } from './mutation/link-identity.ts';
import { addTrustedPublisher } from './mutation/add-trusted-publisher.ts';
import { checkVerification } from './mutation/check-verification.ts';
import { removeVerification } from './mutation/remove-verification.ts';
import { requestVerification } from './mutation/request-verification.ts';
import { exchangeIdToken } from './mutation/exchange-id-token.ts';
import { removeTrustedPublisher } from './mutation/remove-trusted-publisher.ts';
import { unlinkIdentity } from './mutation/unlink-identity.ts';
import { refreshSession } from './mutation/refresh-session.ts';
import { revokeApiKey } from './mutation/revoke-api-key.ts';
import { signIn } from './mutation/sign-in.ts';
import { signOut } from './mutation/sign-out.ts';
import { signUp } from './mutation/sign-up.ts';
import { startDeviceLogin } from './mutation/start-device-login.ts';
import { endSession } from './mutation/end-session.ts';
import { signOutEverywhere } from './mutation/sign-out-everywhere.ts';
import { confirmSession } from './mutation/confirm-session.ts';
import { startTotp } from './mutation/start-totp.ts';
import { confirmTotp } from './mutation/confirm-totp.ts';
import { removeTotp } from './mutation/remove-totp.ts';
import { createRecoveryCodes } from './mutation/create-recovery-codes.ts';
import { addPasskey } from './mutation/add-passkey.ts';
import { removePasskey } from './mutation/remove-passkey.ts';
import { signInWithPasskey } from './mutation/sign-in-with-passkey.ts';
import { changePassword } from './mutation/change-password.ts';
import { requestPasswordReset } from './mutation/request-password-reset.ts';
import { resetPassword } from './mutation/reset-password.ts';
import { requestEmailVerification } from './mutation/request-email-verification.ts';
import { verifyEmail } from './mutation/verify-email.ts';
import { startPasskey, startPasskeySignIn } from './mutation/start-passkey.ts';
import { createRobot } from './mutation/create-robot.ts';
import { removeRobot } from './mutation/remove-robot.ts';
import { rotateApiKey } from './mutation/rotate-api-key.ts';
import { namespace, namespaceQuery } from './namespace.ts';
import { signInProvidersQuery } from './sign-in-providers.ts';
import { robot } from './robot.ts';
import { team } from './team.ts';
import { addTeamMember } from './mutation/add-team-member.ts';
import { createTeam } from './mutation/create-team.ts';
import { removeTeam } from './mutation/remove-team.ts';
import { removeTeamMember } from './mutation/remove-team-member.ts';
import { renameTeam } from './mutation/rename-team.ts';
import { viewer, viewerQuery } from './viewer.ts';

/** Every field of this subgraph that does something. */
export const resolvers = {
  Query: {
    viewer: viewerQuery,
    namespace: namespaceQuery,
    deviceLogin: deviceLoginQuery,
    signInProviders: signInProvidersQuery,
    auditLog: auditLogQuery,
    auditVerification: auditVerificationQuery,
  },
  Mutation: {
    signUp,
    signIn,
    refreshSession,
    signOut,
    exchangeSignInCode,
    linkIdentity,
    unlinkIdentity,
    addTrustedPublisher,
    removeTrustedPublisher,
    requestVerification,
    checkVerification,
    removeVerification,
    exchangeIdToken,
    createApiKey,
    revokeApiKey,
    startDeviceLogin,
    approveDeviceLogin,
    completeDeviceLogin,
    createSocketTicket,
    createOrganization,
    inviteMember,
    acceptInvitation,
    declineInvitation,
    withdrawInvitation,
    setMemberRole,
    removeMember,
    endSession,
    signOutEverywhere,
    confirmSession,
    startTotp,
    confirmTotp,
    removeTotp,
    createRecoveryCodes,
    addPasskey,
    removePasskey,
    signInWithPasskey,
    changePassword,
    requestPasswordReset,
    resetPassword,
    requestEmailVerification,
    verifyEmail,
    startPasskey,
    rotateApiKey,
    createRobot,
    removeRobot,
    startPasskeySignIn,
    createTeam,
    renameTeam,
    removeTeam,
    addTeamMember,
    removeTeamMember,
  },
  Viewer: viewer,
  Account: account,
  Namespace: namespace,
  Membership: membership,
  Invitation: invitation,
  ApiKey: apiKey,
  AuditEntry: auditEntry,
  Robot: robot,
  Team: team,
};
