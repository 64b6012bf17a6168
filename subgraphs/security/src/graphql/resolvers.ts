import { registerSigningKey } from './mutation/register-signing-key.ts';
import { revokeSigningKey, revokeSigningKeyPayload } from './mutation/revoke-signing-key.ts';
import { namespace } from './namespace.ts';
import { scan } from './scan.ts';
import { scanProgress } from './scan-progress.ts';
import { version } from './version.ts';

/** Every field of this subgraph that does something. */
export const resolvers = {
  Mutation: { registerSigningKey, revokeSigningKey },
  Subscription: { scanProgress },
  Namespace: namespace,
  Version: version,
  Scan: scan,
  RevokeSigningKeyPayload: revokeSigningKeyPayload,
};
