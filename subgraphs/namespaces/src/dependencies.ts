import type { Principal } from '@gati/authority';
import type { Cache } from '@gati/cache';
import type { Clock, MakeId } from '@gati/clock';
import type { SafeFetch } from '@gati/safe-fetch';
import type { OfferedProviders } from './providers/index.ts';
import type { Emit } from './events.ts';
import type { Tables } from './repository.ts';

/** Runs the work in one transaction; facts emitted inside appear with it or not at all. */
export type RunTransaction = <T>(work: (tables: Tables, emit: Emit) => Promise<T>) => Promise<T>;

/** What this context tells whoever runs it; pino fits. */
export interface Log {
  readonly info: (details: object, message: string) => void;
  readonly warn: (details: object, message: string) => void;
}

/** Hands a mail over for delivery. @throws when it was not taken */
export type SendMail = (mail: { readonly to: string; readonly subject: string; readonly text: string }) => Promise<void>;

/** What the context needs from outside. */
export interface Dependencies {
  /** Reads and single writes outside transactions. */
  readonly tables: Tables;
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly cache: Cache;
  /** GATI_SECRET: keys for tokens are derived from it. */
  readonly secret: string;
  /** PUBLIC_URL: issuer and audience of tokens, and where people approve a device. */
  readonly publicUrl: string;
  readonly log: Log;
  /** Providers that people can sign in with; none unless told. */
  readonly signInProviders?: OfferedProviders;
  /** CI services whose tokens count, beside GitHub and GitLab. */
  readonly ciIssuers?: readonly string[];
  readonly sendMail: SendMail;
  /** The way to addresses that users name. */
  readonly outside: SafeFetch;
  /** Whether the caller administers the whole site; nobody unless told. */
  readonly isAdministrator?: (principal: Principal) => boolean;
}
