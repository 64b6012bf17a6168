import type { RequestOrigin } from '@gati/authority';
import { randomBytes } from 'node:crypto';
import type { Clock } from '@gati/clock';
import { hashSecret, writeSecret } from '../installation-keys.ts';
import type { AttemptLimits } from '../limits.ts';
import { deviceLogins, type Tables } from '../repository.ts';
import { deviceLoginLifetimeMs, makeUserCode, pollIntervalSeconds, showUserCode } from '../rules/device-login.ts';

export interface StartedDeviceLogin {
  /** With it the program asks for its session; kept hashed. */
  readonly deviceCode: string;
  /** The user compares and approves it. */
  readonly userCode: string;
  readonly verificationUrl: string;
  readonly expiresAt: Date;
  readonly intervalSeconds: number;
}

interface Dependencies {
  readonly tables: Tables;
  readonly clock: Clock;
  readonly limits: AttemptLimits;
  /** Page on which people approve. */
  readonly verificationUrl: string;
}

/** A code is free but once in 10¹⁰ times even with a million waiting. */
const codesTriedMax = 5;

/** Starts the sign-in of a program without a browser (RFC 8628); both codes live 10 minutes. @throws RATE_LIMITED by address */
export const startDeviceLogin =
  ({ tables, clock, limits, verificationUrl }: Dependencies) =>
  async (clientName: string, origin: RequestOrigin): Promise<StartedDeviceLogin> => {
    await limits.startDeviceLogin(origin);
    const deviceCode = writeSecret('device', randomBytes(32));
    const createdAt = clock();
    const expiresAt = new Date(createdAt.getTime() + deviceLoginLifetimeMs);
    for (let tried = 0; tried < codesTriedMax; tried++) {
      const userCode = makeUserCode(randomBytes(128));
      const login = { deviceCodeHash: hashSecret(deviceCode), userCode, clientName, createdAt, expiresAt, intervalSeconds: pollIntervalSeconds };
      if (await deviceLogins(tables).insert(login)) {
        return { deviceCode, userCode: showUserCode(userCode), verificationUrl, expiresAt, intervalSeconds: pollIntervalSeconds };
      }
    }
    throw new Error('no free user code was found');
  };
