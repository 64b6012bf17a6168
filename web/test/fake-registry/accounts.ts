import { RegistryError } from '@gati/errors';
import { makeNamespaces, type WorldNamespace } from './world.ts';

export interface FakeAccount {
  id: string;
  handle: string;
  email: string;
  password: string;
  /** Six digits that are asked for beside the password; null without a second factor. */
  totp: string | null;
}

export interface FakeKey {
  id: string;
  owner: string;
  name: string;
  scopes: string[];
  namespaces: string[];
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

/** Password of every account of the fake world. */
export const fakePassword = 'correct horse battery';

/** Stands in for the second factor of every account of the fake world. */
export const fakeRecoveryCode = 'k7m2-9xqp-4tvw';

/** Accounts, sessions with rotating refresh tokens and reuse detection, API keys, device codes and socket tickets, all in memory.
 *  @param lifetimeMs  of access tokens, read at every grant so that tests can shorten it */
export function createAccounts(settings: { accessLifetimeMs: number }) {
  const namespaces = makeNamespaces();
  const accounts: FakeAccount[] = ['ada', 'grace', 'k'].map((handle) => ({
    id: `account-${handle}`,
    handle,
    email: `${handle}@example.com`,
    password: fakePassword,
    totp: handle === 'k' ? '123456' : null,
  }));
  const keys: FakeKey[] = [
    {
      id: 'key-1',
      owner: 'ada',
      name: 'ci of acme',
      scopes: ['READ', 'PUBLISH'],
      namespaces: ['acme'],
      createdAt: '2026-01-05T10:00:00.000Z',
      expiresAt: '2099-01-05T10:00:00.000Z',
      lastUsedAt: '2026-02-01T08:00:00.000Z',
      revokedAt: null,
    },
    {
      id: 'key-2',
      owner: 'ada',
      name: 'old laptop',
      scopes: ['READ'],
      namespaces: [],
      createdAt: '2025-03-05T10:00:00.000Z',
      expiresAt: null,
      lastUsedAt: null,
      revokedAt: '2025-06-01T08:00:00.000Z',
    },
  ];
  const accessTokens = new Map<string, { handle: string; family: number; expiresAtMs: number }>();
  const refreshTokens = new Map<string, { handle: string; family: number; isSpent: boolean }>();
  const endedFamilies = new Set<number>();
  const tickets = new Map<string, string>();
  const devices = new Map([['BDWP-HQPK', { clientName: 'gati on ada-laptop', approvedBy: null as string | null }]]);
  /** Codes from mails that were not used yet. */
  const mailCodes = new Set(['gatm_verify', 'gatm_reset']);
  let reuseAlarms = 0;
  let serial = 0;
  const next = (prefix: string): string => `${prefix}-${(serial += 1)}`;

  const grant = (account: FakeAccount, family: number) => {
    const [accessToken, refreshToken] = [next('access'), next('refresh')];
    const expiresAtMs = Date.now() + settings.accessLifetimeMs;
    accessTokens.set(accessToken, { handle: account.handle, family, expiresAtMs });
    refreshTokens.set(refreshToken, { handle: account.handle, family, isSpent: false });
    return {
      accessToken,
      refreshToken,
      expiresAt: new Date(expiresAtMs).toISOString(),
      account: { id: account.id, handle: account.handle, email: account.email },
    };
  };

  const byHandle = (handle: string): FakeAccount => {
    const account = accounts.find((candidate) => candidate.handle === handle);
    if (!account) throw new RegistryError('INTERNAL', {});
    return account;
  };

  return {
    namespaces,
    keys,
    tickets: {
      make: (handle: string): string => (tickets.set(next('ticket'), handle), `ticket-${serial}`),
      redeem: (ticket: string): string | null => take(tickets, ticket),
    },
    reuseAlarms: (): number => reuseAlarms,
    /** Ends every session, as an administrator would. */
    endAll: (): void => {
      for (const { family } of accessTokens.values()) endedFamilies.add(family);
    },
    /** Whoever a bearer token belongs to; null without one. */
    authenticate: (authorization: string | undefined): string | null => {
      if (!authorization) return null;
      const token = accessTokens.get(authorization.replace(/^Bearer /, ''));
      if (!token || token.expiresAtMs <= Date.now() || endedFamilies.has(token.family))
        throw new RegistryError('UNAUTHENTICATED', { reason: 'The access token is not valid.' });
      return token.handle;
    },
    signUp: ({ handle, email, password }: { handle: string; email: string; password: string }) => {
      if (!/^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){0,38}$/.test(handle))
        throw new RegistryError('VALIDATION_FAILED', {
          fields: [
            {
              path: 'input.handle',
              message: `${JSON.stringify(handle)} holds other than small letters, digits and single hyphens`,
              fix: 'Use small letters, digits and single hyphens.',
            },
          ],
        });
      if (handle === 'admin') throw new RegistryError('HANDLE_RESERVED', { handle, reason: 'it is kept for the registry' });
      if (namespaces.some((namespace) => namespace.handle === handle)) throw new RegistryError('HANDLE_TAKEN', { handle });
      const account: FakeAccount = { id: `account-${handle}`, handle, email, password, totp: null };
      accounts.push(account);
      const namespace: WorldNamespace = { handle, kind: 'USER', displayName: handle, badges: [], members: [{ role: 'OWNER', handle }], keys: [] };
      namespaces.push(namespace);
      return grant(account, (serial += 1));
    },
    signIn: ({ handleOrEmail, password, totp }: { handleOrEmail: string; password: string; totp?: string | null }) => {
      const account = accounts.find(({ handle, email }) => handle === handleOrEmail || email === handleOrEmail);
      if (!account || account.password !== password) throw new RegistryError('UNAUTHENTICATED', { reason: 'The handle or the password is wrong.' });
      if (account.totp !== null && account.totp !== totp && totp !== fakeRecoveryCode) throw new RegistryError('STEP_UP_REQUIRED', {});
      return grant(account, (serial += 1));
    },
    /** Whatever a passkey with the identifier of ada's answers opens her session; signatures are the registry's business. */
    signInWithPasskey: (response: string) => {
      if ((JSON.parse(response) as { id: string }).id !== 'YWRhcw') throw new RegistryError('UNAUTHENTICATED', { reason: 'The passkey is not known here.' });
      return grant(byHandle('ada'), (serial += 1));
    },
    /** Uses up a code from a mail to ada. */
    redeemCode: (code: string): string => {
      if (!mailCodes.delete(code)) throw new RegistryError('NOT_FOUND', { reference: 'code from a mail' });
      return 'ada';
    },
    refresh: (refreshToken: string) => {
      const token = refreshTokens.get(refreshToken);
      if (!token || endedFamilies.has(token.family)) throw new RegistryError('UNAUTHENTICATED', { reason: 'The session has ended.' });
      if (token.isSpent) {
        reuseAlarms += 1;
        endedFamilies.add(token.family);
        throw new RegistryError('UNAUTHENTICATED', { reason: 'The session has ended.' });
      }
      token.isSpent = true;
      return grant(byHandle(token.handle), token.family);
    },
    signOut: (authorization: string): void => {
      const token = accessTokens.get(authorization.replace(/^Bearer /, ''));
      if (token) endedFamilies.add(token.family);
    },
    createKey: (owner: string, input: { name: string; scopes: string[]; namespaces?: string[] | null; expiresAt?: string | null }) => {
      if (input.scopes.length === 0)
        throw new RegistryError('VALIDATION_FAILED', {
          fields: [{ path: 'input.scopes', message: 'At least one scope is needed', fix: 'Choose what the key may do.' }],
        });
      const key: FakeKey = {
        id: next('key-new'),
        owner,
        name: input.name,
        scopes: input.scopes,
        namespaces: input.namespaces ?? [],
        createdAt: new Date().toISOString(),
        expiresAt: input.expiresAt ?? null,
        lastUsedAt: null,
        revokedAt: null,
      };
      keys.unshift(key);
      return { secret: `gati_${key.id}_secret`, key };
    },
    revokeKey: (owner: string, id: string): FakeKey => {
      const key = keys.find((candidate) => candidate.id === id && candidate.owner === owner);
      if (!key) throw new RegistryError('NOT_FOUND', { reference: `API key ${id}` });
      key.revokedAt ??= new Date().toISOString();
      return key;
    },
    approveDevice: (handle: string, userCode: string): string => {
      const device = devices.get(userCode);
      if (!device) throw new RegistryError('NOT_FOUND', { reference: `sign-in with the code ${userCode}` });
      device.approvedBy = handle;
      return device.clientName;
    },
    accountOf: byHandle,
  };
}

export type Accounts = ReturnType<typeof createAccounts>;

function take(tickets: Map<string, string>, ticket: string): string | null {
  const handle = tickets.get(ticket) ?? null;
  tickets.delete(ticket);
  return handle;
}
