import { account } from './account.ts';
import { apiKey } from './api-key.ts';
import { membership } from './membership.ts';
import { approveDeviceLogin } from './mutation/approve-device-login.ts';
import { completeDeviceLogin } from './mutation/complete-device-login.ts';
import { createApiKey } from './mutation/create-api-key.ts';
import { createOrganization } from './mutation/create-organization.ts';
import { createSocketTicket } from './mutation/create-socket-ticket.ts';
import { refreshSession } from './mutation/refresh-session.ts';
import { revokeApiKey } from './mutation/revoke-api-key.ts';
import { signIn } from './mutation/sign-in.ts';
import { signOut } from './mutation/sign-out.ts';
import { signUp } from './mutation/sign-up.ts';
import { startDeviceLogin } from './mutation/start-device-login.ts';
import { namespace, namespaceQuery } from './namespace.ts';
import { viewer, viewerQuery } from './viewer.ts';

/** Every field of this subgraph that does something. */
export const resolvers = {
  Query: { viewer: viewerQuery, namespace: namespaceQuery },
  Mutation: {
    signUp,
    signIn,
    refreshSession,
    signOut,
    createApiKey,
    revokeApiKey,
    startDeviceLogin,
    approveDeviceLogin,
    completeDeviceLogin,
    createSocketTicket,
    createOrganization,
  },
  Viewer: viewer,
  Account: account,
  Namespace: namespace,
  Membership: membership,
  ApiKey: apiKey,
};
