import { randomUUID } from 'node:crypto';

/** The present time; injected, so that a test can hold it still. */
export type Clock = () => Date;
/** Makes a new unique id, a UUID. */
export type MakeId = () => string;

export const systemClock: Clock = () => new Date();
export const randomId: MakeId = () => randomUUID();

/** A clock for tests that moves only when told to. */
export function manualClock(start: Date): Clock & { advance(ms: number): void } {
  let now = start.getTime();
  return Object.assign(() => new Date(now), { advance: (ms: number) => void (now += ms) });
}
