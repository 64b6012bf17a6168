import type { WorldArtifact, WorldFinding, WorldVersion } from './world.ts';

export interface FakeScanState {
  sequence: number;
  stage: 'SIGNATURE' | 'MALWARE' | 'PUBLISH' | 'SBOM' | 'ADVISORIES' | 'SCORE';
  percent: number;
  status: 'QUEUED' | 'RUNNING' | 'CLEAN' | 'FINDINGS' | 'MALICIOUS' | 'FAILED';
  score: number | null;
  found: WorldFinding[];
}

export interface FakeIndexState {
  sequence: number;
  stage: string;
  percent: number;
  status: 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED';
}

const isScanOver = ({ status }: FakeScanState): boolean => status !== 'QUEUED' && status !== 'RUNNING';
const isIndexOver = ({ status }: FakeIndexState): boolean => status === 'DONE' || status === 'FAILED';

/** Jobs of the fake world: their present state, their streams, and a hand that moves them on. */
export function createJobs() {
  const scans = new Map<string, FakeScanState>();
  const indexes = new Map<string, FakeIndexState>();
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((listener) => listener());

  const scanOf = (reference: string, version: WorldVersion): FakeScanState => {
    const known = scans.get(reference);
    if (known) return known;
    if (version.status === 'STAGED')
      return { sequence: 1, stage: 'SIGNATURE', percent: 0, status: version.statusReason === null ? 'QUEUED' : 'FAILED', score: null, found: [] };
    if (version.status === 'REJECTED') return { sequence: 4, stage: 'MALWARE', percent: 100, status: 'MALICIOUS', score: 0, found: [] };
    return {
      sequence: 9,
      stage: 'SCORE',
      percent: 100,
      status: version.findings.length > 0 ? 'FINDINGS' : 'CLEAN',
      score: version.score,
      found: version.findings,
    };
  };
  const indexOf = (reference: string, version: WorldVersion): FakeIndexState =>
    indexes.get(reference) ??
    (version.status === 'STAGED'
      ? { sequence: 1, stage: 'admit', percent: 0, status: 'QUEUED' }
      : { sequence: 3, stage: 'index', percent: 100, status: 'DONE' });

  /** A stream whose first event is the present state and whose slow readers skip to the newest one. */
  const stream = <State extends { sequence: number }>(present: () => State, isOver: (state: State) => boolean): AsyncIterableIterator<State> => {
    let delivered = -1;
    let wake: (() => void) | null = null;
    let isEnded = false;
    const listener = (): void => wake?.();
    listeners.add(listener);
    const end = (): IteratorResult<State> => {
      isEnded = true;
      listeners.delete(listener);
      wake?.();
      return { done: true, value: undefined };
    };
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: async () => {
        while (!isEnded) {
          const state = present();
          if (state.sequence > delivered) {
            delivered = state.sequence;
            return { done: false, value: state };
          }
          if (isOver(state)) return end();
          await new Promise<void>((resolve) => (wake = resolve));
        }
        return { done: true, value: undefined };
      },
      return: async () => end(),
    };
  };

  return {
    scanOf,
    indexOf,
    scanStream: (reference: string, version: WorldVersion) => stream(() => scanOf(reference, version), isScanOver),
    indexStream: (reference: string, version: WorldVersion) => stream(() => indexOf(reference, version), isIndexOver),
    /** Moves a scan to a state; the version follows where the state changes it. */
    setScan: ({ name }: Pick<WorldArtifact, 'name'>, version: WorldVersion, state: Partial<FakeScanState>): void => {
      const reference = `${name}@${version.version}`;
      const before = scanOf(reference, version);
      const after = { ...before, ...state, sequence: before.sequence + 1 };
      scans.set(reference, after);
      if (after.stage !== 'SIGNATURE' && after.stage !== 'MALWARE' && version.status === 'STAGED') {
        version.status = 'PUBLISHED';
        version.publishedAt = '2026-02-14T12:00:00.000Z';
        version.signature = 'VALID';
      }
      version.findings = after.found;
      version.score = after.score;
      version.scanStatus = after.stage === 'SIGNATURE' || after.stage === 'MALWARE' ? null : after.status;
      tell();
    },
    setIndex: ({ name }: Pick<WorldArtifact, 'name'>, version: WorldVersion, state: Partial<FakeIndexState>): void => {
      const reference = `${name}@${version.version}`;
      const before = indexOf(reference, version);
      indexes.set(reference, { ...before, ...state, sequence: before.sequence + 1 });
      tell();
    },
  };
}

export type Jobs = ReturnType<typeof createJobs>;
