import { RegistryError } from '@gati/errors';

/** Keeps calls from a service that is down: they fail at once instead of waiting, and the service is not stormed when it comes back. */
export interface Circuit {
  /** @throws UPSTREAM_UNAVAILABLE while the circuit is open */
  readonly pass: () => void;
  readonly worked: () => void;
  readonly failed: () => void;
}

/**
 * Opens after so many failures in a row; after the rest one call is let through, and its outcome decides.
 * @param now  milliseconds that never go back
 */
export function createCircuit({ failuresMax, restMs, now }: { readonly failuresMax: number; readonly restMs: number; readonly now: () => number }): Circuit {
  let failures = 0;
  let restsUntil = 0;
  return {
    pass: () => {
      if (failures < failuresMax) return;
      if (now() < restsUntil) throw new RegistryError('UPSTREAM_UNAVAILABLE', { what: 'The blob store' }, { cause: new Error('S3: the circuit is open.') });
      // This call tries for all; the others wait for another rest.
      restsUntil = now() + restMs;
    },
    worked: () => {
      failures = 0;
    },
    failed: () => {
      failures++;
      if (failures >= failuresMax) restsUntil = now() + restMs;
    },
  };
}
