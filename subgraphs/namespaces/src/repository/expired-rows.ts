import type { Tables } from '../repository.ts';

/** What time has made useless. Each call does at most `limit` rows and says how many, so that no transaction grows with the backlog. */
export const expiredRows = (tables: Tables) => ({
  endSessions: (now: Date, limit: number): Promise<number> =>
    tables.$executeRaw`
      update namespaces.session set ended_at = ${now}, end_reason = 'expired'
      where id in (select id from namespaces.session where ended_at is null and expires_at <= ${now} limit ${limit} for update skip locked)`,

  /** With their refresh tokens. */
  removeSessions: (endedBefore: Date, limit: number): Promise<number> =>
    tables.$executeRaw`
      delete from namespaces.session
      where id in (select id from namespaces.session where ended_at < ${endedBefore} limit ${limit} for update skip locked)`,

  /** Of sessions that go on: a spent token is kept as long as it could have been valid, so that its reuse is noticed. */
  removeRefreshTokens: (now: Date, limit: number): Promise<number> =>
    tables.$executeRaw`
      delete from namespaces.refresh_token
      where hash in (select hash from namespaces.refresh_token where spent_at is not null and expires_at <= ${now} limit ${limit} for update skip locked)`,

  removeDeviceLogins: (expiredBefore: Date, limit: number): Promise<number> =>
    tables.$executeRaw`
      delete from namespaces.device_login
      where device_code_hash in (select device_code_hash from namespaces.device_login where expires_at < ${expiredBefore} limit ${limit} for update skip locked)`,

  removeSocketTickets: (expiredBefore: Date, limit: number): Promise<number> =>
    tables.$executeRaw`
      delete from namespaces.socket_ticket
      where hash in (select hash from namespaces.socket_ticket where expires_at < ${expiredBefore} limit ${limit} for update skip locked)`,

  removePasskeyChallenges: (expiredBefore: Date, limit: number): Promise<number> =>
    tables.$executeRaw`
      delete from namespaces.passkey_challenge
      where hash in (select hash from namespaces.passkey_challenge where expires_at < ${expiredBefore} limit ${limit} for update skip locked)`,

  removeMailCodes: (expiredBefore: Date, limit: number): Promise<number> =>
    tables.$executeRaw`
      delete from namespaces.mail_code
      where hash in (select hash from namespaces.mail_code where expires_at < ${expiredBefore} limit ${limit} for update skip locked)`,
});
