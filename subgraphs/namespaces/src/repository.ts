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
  | 'deviceLogin'
  | 'socketTicket'
  | 'auditEntry'
  | '$queryRaw'
  | '$executeRaw'
>;

export { accounts, type AccountRow } from './repository/accounts.ts';
export { namespaces, type MemberRow, type MembershipRow, type NamespaceRow } from './repository/namespaces.ts';
export { sessions, type SessionRow } from './repository/sessions.ts';
export { refreshTokens, type RefreshTokenRow } from './repository/refresh-tokens.ts';
export { tokenKeys, type TokenKeyRow } from './repository/token-keys.ts';
export { apiKeys, type ApiKeyRow, type ApiKeyWithOwner } from './repository/api-keys.ts';
export { deviceLogins, type DeviceLoginRow } from './repository/device-logins.ts';
export { socketTickets, type SocketTicketRow } from './repository/socket-tickets.ts';
export { auditEntries } from './repository/audit-entries.ts';
export { expiredRows } from './repository/expired-rows.ts';
