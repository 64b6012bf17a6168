import type { Principal } from '@gati/authority';
import type { Logger } from '@gati/subgraph';

/** Ends the sockets of credentials that no longer count. */
export interface ValidityWatch {
  /** Calls `end` once the credential is not valid any more; the answer ends the watching. */
  watch(principal: Principal, end: () => void): () => void;
  close(): void;
}

export interface ValidityOptions {
  /** Session not ended, key not revoked or expired. */
  readonly isStillValid: (principal: Principal) => Promise<boolean>;
  readonly intervalMs: number;
  readonly logger: Logger;
}

interface Watched {
  readonly principal: Principal;
  readonly ends: Set<() => void>;
}

/** Asks again for each credential that has a socket open, once for all its sockets. While nobody can be asked, nothing is ended. */
export function createValidityWatch({ isStillValid, intervalMs, logger }: ValidityOptions): ValidityWatch {
  const credentials = new Map<string, Watched>();
  let isSweeping = false;

  async function check(key: string, { principal, ends }: Watched): Promise<void> {
    if (await isStillValid(principal)) return;
    credentials.delete(key);
    for (const end of ends) end();
  }
  async function sweep(): Promise<void> {
    if (isSweeping) return;
    isSweeping = true;
    const results = await Promise.allSettled([...credentials].map(([key, watched]) => check(key, watched)));
    isSweeping = false;
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) logger.error({ err: failed.reason }, 'credentials of open sockets could not be checked');
  }
  const timer = setInterval(() => void sweep(), intervalMs);
  timer.unref();

  return {
    watch(principal, end) {
      if (principal.kind === 'anonymous') return () => undefined;
      const key = JSON.stringify([principal.accountId, principal.sessionId, principal.apiKeyId]);
      const watched = credentials.get(key) ?? { principal, ends: new Set() };
      watched.ends.add(end);
      credentials.set(key, watched);
      return () => {
        watched.ends.delete(end);
        if (watched.ends.size === 0 && credentials.get(key) === watched) credentials.delete(key);
      };
    },
    close: () => clearInterval(timer),
  };
}
