import type { Principal } from '@gati/authority';
import type {
  AccountRow,
  ApiKeyRow,
  LinkedIdentityRow,
  TrustedPublisherRow,
  BadgeRow,
  VerificationRow,
  ListedSession,
  NamespaceRow,
  RobotRow,
  SessionTokens,
  TeamRow,
  TwoFactorState,
} from '../index.ts';

/** Rows as the schema writes them. `__typename` tells the entities apart where another subgraph joins them. */

/** @param isOwn  whether the account itself asks: its e-mail address is for it alone */
const accountShape = ({ id, handle, email }: AccountRow, isOwn: boolean) => ({ __typename: 'Account' as const, id, handle, email: isOwn ? email : null });

export const showAccount = (account: AccountRow, asker: Principal) => accountShape(account, asker.kind !== 'anonymous' && asker.accountId === account.id);

export const showNamespace = ({ id, handle, kind, displayName }: NamespaceRow) => ({
  __typename: 'Namespace' as const,
  id,
  handle,
  kind: kind.toUpperCase(),
  displayName,
});

/** Whoever gets a session is its account from then on. */
export const showSession = ({ accessToken, refreshToken, expiresAt, account }: SessionTokens) => ({
  session: { accessToken, refreshToken, expiresAt, account: accountShape(account, true) },
});

export const showApiKey = ({ id, name, scopes, namespaceIds, artifactPatterns, createdAt, expiresAt, lastUsedAt, revokedAt }: ApiKeyRow) => ({
  id,
  name,
  scopes: scopes.map((scope) => scope.toUpperCase()),
  namespaceIds,
  artifactPatterns,
  createdAt,
  expiresAt,
  lastUsedAt,
  revokedAt,
});

export const showIdentity = ({ id, provider, name, createdAt, lastUsedAt }: LinkedIdentityRow) => ({
  id,
  provider: provider.toUpperCase(),
  name,
  linkedAt: createdAt,
  lastUsedAt,
});

export const showTrustedPublisher = (
  { id, artifactName, issuer, repository, workflow, environment, createdAt, lastUsedAt }: TrustedPublisherRow,
  handle: string,
) => ({
  id,
  artifact: `@${handle}/${artifactName}`,
  issuer,
  repository,
  workflow,
  environment: environment === '' ? null : environment,
  createdAt,
  lastUsedAt,
});

export const showActiveSession = ({ id, clientName, method, address, createdAt, lastUsedAt, expiresAt, endedAt }: ListedSession, asker: Principal) => ({
  id,
  isCurrent: asker.kind !== 'anonymous' && asker.sessionId === id,
  clientName,
  method: method.toUpperCase(),
  address,
  createdAt,
  lastUsedAt,
  expiresAt,
  endedAt,
});

export const showTwoFactor = (state: TwoFactorState | null) => state && { ...state, isEnabled: state.totpSince !== null || state.passkeys.length > 0 };

export const showRobot = ({ accountId, namespaceId, handle, name, description, role, createdAt }: RobotRow) => ({
  id: accountId,
  namespaceId,
  handle,
  name,
  description,
  role: role.toUpperCase(),
  createdAt,
});

export const showTeam = ({ id, namespaceId, name, createdAt }: TeamRow) => ({ __typename: 'Team' as const, id, namespaceId, name, createdAt });

export const showBadge = ({ kind, subject, verifiedAt }: BadgeRow) => ({ kind: kind.toUpperCase(), subject, verifiedAt });

export const showVerification = ({ id, kind, subject, method, location, value, status, failure, checkedAt, expiresAt, events }: VerificationRow) => ({
  id,
  kind: kind.toUpperCase(),
  subject,
  status: status.toUpperCase(),
  challenge: { method: method.toUpperCase(), location, value },
  failure,
  checkedAt,
  expiresAt,
  history: events.map((event) => ({ ...event, status: event.status.toUpperCase() })),
});
