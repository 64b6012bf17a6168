/** RFC 8628, 3.2 and 3.5. */
export const deviceLoginLifetimeMs = 10 * 60_000;
export const pollIntervalSeconds = 5;
const slowDownSeconds = 5;

/** Consonants that are told apart in any font and make no words (RFC 8628, 6.1). */
const alphabet = 'BCDFGHJKLMNPQRSTVWXZ';
const codeLength = 8;

/** A code of 34 bits, for example BDWPHQPK. @param random  at least 64 bytes of chance */
export function makeUserCode(random: Uint8Array): string {
  // 240 is the largest multiple of 20 in a byte: beyond it some letters would come more often.
  const letters = Array.from(random.filter((byte) => byte < 240).subarray(0, codeLength), (byte) => alphabet.charAt(byte % alphabet.length));
  if (letters.length < codeLength) throw new Error('too little chance was given for a user code');
  return letters.join('');
}

/** As it is shown: BDWP-HQPK. */
export const showUserCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** As it is kept, whatever the user typed between and around the letters; null when it cannot be a code. */
export function readUserCode(text: string): string | null {
  if (text.length > 40) return null;
  const code = text.toUpperCase().replaceAll(/[\s.\-–—_]/g, '');
  return code.length === codeLength && [...code].every((letter) => alphabet.includes(letter)) ? code : null;
}

export interface DeviceLoginState {
  readonly expiresAt: Date;
  readonly intervalSeconds: number;
  readonly lastPolledAt: Date | null;
  readonly approvedBy: string | null;
  readonly completedAt: Date | null;
}

export type PollPlan =
  | { readonly kind: 'complete'; readonly accountId: string }
  | { readonly kind: 'pending' }
  | { readonly kind: 'slow-down'; readonly intervalSeconds: number }
  | { readonly kind: 'over' };

/**
 * What a program that asks for its session is told. An approved sign-in is handed over however often was asked;
 * before that, whoever asks sooner than the interval waits five seconds longer from then on (RFC 8628, 3.5).
 */
export function planPoll(state: DeviceLoginState, now: Date): PollPlan {
  if (state.completedAt || now >= state.expiresAt) return { kind: 'over' };
  if (state.approvedBy) return { kind: 'complete', accountId: state.approvedBy };
  const tooSoon = state.lastPolledAt && now.getTime() < state.lastPolledAt.getTime() + state.intervalSeconds * 1000;
  return tooSoon ? { kind: 'slow-down', intervalSeconds: state.intervalSeconds + slowDownSeconds } : { kind: 'pending' };
}
