import { bindJob, type BoundJob } from '@gati/jobs';
import type { Principal } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import { createAudit } from './audit.ts';
import type { Dependencies } from './dependencies.ts';
import { deriveInstallationKeys } from './installation-keys.ts';
import { sweepExpired } from './jobs/sweep-expired.ts';
import { createAttemptLimits } from './limits.ts';
import { createPasswords } from './passwords.ts';
import { createSessionOpener } from './sessions.ts';
import { createTokenKeys } from './token-keys.ts';
import { createAccessTokens } from './tokens/access-tokens.ts';
import { createOciTokens } from './tokens/oci-tokens.ts';
import { approveDeviceLogin } from './use-cases/approve-device-login.ts';
import { authenticateBasic } from './use-cases/authenticate-basic.ts';
import { authenticate } from './use-cases/authenticate.ts';
import { checkPassword } from './use-cases/check-password.ts';
import { completeDeviceLogin } from './use-cases/complete-device-login.ts';
import { createApiKey } from './use-cases/create-api-key.ts';
import { createOrganization } from './use-cases/create-organization.ts';
import { createSocketTicket } from './use-cases/create-socket-ticket.ts';
import { factsFor, readableNamespaceIds } from './use-cases/facts-for.ts';
import { accountsByIds } from './use-cases/find-accounts.ts';
import { ownerEmails } from './use-cases/find-owner-emails.ts';
import { namespaceByHandle, namespacesByHandles, namespacesByIds } from './use-cases/find-namespaces.ts';
import { listMembers } from './use-cases/list-members.ts';
import { listApiKeys, listMemberships } from './use-cases/read-viewer.ts';
import { redeemSocketTicket } from './use-cases/redeem-socket-ticket.ts';
import { refreshSession } from './use-cases/refresh-session.ts';
import { revokeApiKey } from './use-cases/revoke-api-key.ts';
import { signIn } from './use-cases/sign-in.ts';
import { signOut } from './use-cases/sign-out.ts';
import { signUp } from './use-cases/sign-up.ts';
import { startDeviceLogin } from './use-cases/start-device-login.ts';
import { createValidity } from './validity.ts';

export type { Audit, AuditRecord } from './audit.ts';
export type { Dependencies, Log, RunTransaction } from './dependencies.ts';
export type { Emit, NamespaceEvents } from './events.ts';
export type { RequestOrigin } from './limits.ts';
export type { AccountRow, ApiKeyRow, MemberRow, MembershipRow, NamespaceRow, Tables } from './repository.ts';
export type { SessionTokens } from './sessions.ts';
export type { RepositoryAccess } from './tokens/oci-tokens.ts';
export type { MemberPlace } from './use-cases/list-members.ts';
export { parseDisplayText, parseEmail, parseNewAccount, parseNewPassword, type NewAccount } from './rules/account-input.ts';
export { parseGivenScopes, parseLimit } from './rules/api-key-input.ts';

/** All that the namespaces context can do: who is who, what belongs to whom, and the log of what was done. Doors and wiring see nothing else of it. */
export function createNamespaces({ tables, transaction, clock, makeId, cache, secret, publicUrl, log }: Dependencies) {
  const installationKeys = deriveInstallationKeys(secret);
  const keys = createTokenKeys({ tables, transaction, clock, encryptionKey: installationKeys.tokenKeyEncryption, log });
  const accessTokens = createAccessTokens({ keys, clock }, publicUrl);
  const limits = createAttemptLimits({ cache, clock });
  const validity = createValidity({ tables, cache, clock, limits });
  const passwords = createPasswords();
  const audit = createAudit({ clock });
  const sessionOpener = createSessionOpener({ clock, makeId, accessTokens });
  const verifyPassword = checkPassword({ tables, passwords, limits });
  const facts = factsFor({ tables });
  const assertStillValid = async (principal: Principal): Promise<void> => {
    if (!(await validity.principal(principal))) throw new RegistryError('UNAUTHENTICATED', { reason: 'The session or key behind this token has ended.' });
  };

  return {
    signUp: signUp({ tables, transaction, clock, makeId, passwords, limits, sessionOpener, audit }),
    signIn: signIn({ transaction, checkPassword: verifyPassword, sessionOpener, audit }),
    refreshSession: refreshSession({ transaction, clock, installationKeys, sessionOpener, validity, audit, log }),
    signOut: signOut({ transaction, clock, validity, audit }),
    createSocketTicket: createSocketTicket({ tables, clock }),
    redeemSocketTicket: redeemSocketTicket({ tables, clock, validity }),
    createApiKey: createApiKey({ tables, transaction, clock, makeId, validity, audit }),
    revokeApiKey: revokeApiKey({ transaction, clock, validity, audit }),
    startDeviceLogin: startDeviceLogin({ tables, clock, limits, verificationUrl: `${publicUrl}/device` }),
    approveDeviceLogin: approveDeviceLogin({ transaction, clock, limits, audit }),
    completeDeviceLogin: completeDeviceLogin({ transaction, clock, sessionOpener, audit }),
    createOrganization: createOrganization({ transaction, clock, makeId, audit }),

    authenticate: authenticate({ accessTokens, validity }),
    authenticateBasic: authenticateBasic({ validity, checkPassword: verifyPassword }),
    /** Whether the session or key behind a principal still counts; at most 2.5 seconds late. */
    isStillValid: validity.principal,
    ociTokens: createOciTokens({ keys, clock }, { publicUrl, assertStillValid }),
    /** Public keys of all tokens, as a JSON Web Key Set. */
    jwks: keys.publicKeys,

    factsFor: facts,
    readableNamespaceIds: readableNamespaceIds({ tables }),
    namespaceByHandle: namespaceByHandle({ tables }),
    namespacesByHandles: namespacesByHandles({ tables }),
    namespacesByIds: namespacesByIds({ tables }),
    accountsByIds: accountsByIds({ tables }),
    ownerEmails: ownerEmails({ tables }),
    listMembers: listMembers({ tables, factsFor: facts }),
    listMemberships: listMemberships({ tables }),
    listApiKeys: listApiKeys({ tables, clock }),

    audit,
    jobs: [bindJob(sweepExpired, { tables, clock })] as readonly BoundJob[],
  };
}
export type Namespaces = ReturnType<typeof createNamespaces>;
