import { randomBytes } from 'node:crypto';
import { RegistryError } from '@gati/errors';
import { hash, verify, type Options } from '@node-rs/argon2';
import { normalisePassword, passwordLength, type NewPassword } from './rules/account-input.ts';

/** Argon2id with 19 MiB, two passes, one lane: OWASP Password Storage Cheat Sheet, "Argon2id". 2 is Argon2id in the library's numbering. */
export const argon2Parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const satisfies Options;

/** Hashing runs on Node's few worker threads, which files and DNS need too, and takes 19 MiB each. */
const atOnceMax = 2;
const waitingMax = 200;

export interface Passwords {
  /** In PHC form. @throws RATE_LIMITED when too many wait already */
  readonly hash: (password: NewPassword) => Promise<string>;
  /** Whether the password belongs to the hash; without a hash the same work is done and the answer is no. @throws RATE_LIMITED when too many wait already */
  readonly verify: (hash: string | null, password: string) => Promise<boolean>;
}

/** A hash that no password has, with our parameters: verifying against it costs what any other costs. */
const hashOfNobody = (): string => {
  const part = (length: number) => randomBytes(length).toString('base64').replaceAll('=', '');
  const { memoryCost, timeCost, parallelism, outputLen } = argon2Parameters;
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${part(16)}$${part(outputLen)}`;
};

export function createPasswords(): Passwords {
  const decoy = hashOfNobody();
  const limited = limitConcurrency();
  return {
    hash: (password) => limited(() => hash(password, argon2Parameters)),
    verify: (hash, password) => {
      // What is longer than any password is not read to its end, yet costs the same.
      const isTooLong = password.length > passwordLength.max * 4;
      const candidate = isTooLong ? '' : normalisePassword(password);
      return limited(async () => (await verify(isTooLong || hash === null ? decoy : hash, candidate)) && hash !== null && !isTooLong);
    },
  };
}

/** Runs at most `atOnceMax` of the works at a time, first come, first served. */
function limitConcurrency(): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnceMax) {
      if (waiting.length >= waitingMax) throw new RegistryError('RATE_LIMITED', { retryAfterSeconds: 5 });
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody who comes later takes it first.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
