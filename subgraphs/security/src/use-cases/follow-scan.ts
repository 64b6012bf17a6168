import type { Principal } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { ArtifactName, SemanticVersion } from '@gati/identifiers';
import type { Dependencies } from '../ports.ts';
import { topicOf } from '../progress-report.ts';
import { findings, scanProgress } from '../repository.ts';
import type { IdentifiedFinding } from '../rules/findings.ts';
import { initialProgress, isTerminal, type ProgressState } from '../rules/progress.ts';

export interface FollowScan {
  readonly artifact: ArtifactName;
  readonly version: SemanticVersion;
  /** Sequence of the last event received before; null at first. */
  readonly after: number | null;
}

/** The whole present state, and what was found since the event before. */
export interface ScanEvent extends ProgressState {
  /** Most severe first. */
  readonly newFindings: readonly IdentifiedFinding[];
}

/** The contract ends a stream within 5 s of the right being lost; the rest is for the asking itself. The row is read again as often, so that lost news costs no more than that. */
const recheckMs = 4_000;
const newFindingsMax = 100;

type Needs = Pick<Dependencies, 'tables' | 'artifacts' | 'events'>;

/**
 * Follows a version's admission and scan: first its present state, then always the newest, until a terminal one has been given.
 * A slow reader skips states and never makes a queue: nothing is read before it asks for it. Ends by itself, without an event, when the asker may no longer see the version.
 * @throws NOT_FOUND also for what is hidden
 */
export const followScan =
  ({ tables, artifacts, events }: Needs, timing: { readonly recheckMs: number } = { recheckMs }) =>
  async (principal: Principal, { artifact, version, after }: FollowScan): Promise<AsyncIterableIterator<ScanEvent>> => {
    const found = await artifacts.findVersion(principal, artifact, version);
    if (!found) throw new RegistryError('NOT_FOUND', { reference: `${artifact}@${version}` });
    const { versionId, artifactId } = found;

    const read = async (above: number): Promise<ScanEvent> => {
      const state = (await scanProgress(tables).find(versionId)) ?? initialProgress(versionId, artifactId);
      const newFindings = state.scanId && state.sequence > above ? await findings(tables).between(state.scanId, above, state.sequence, newFindingsMax) : [];
      return { ...state, newFindings };
    };
    const mayStillSee = async () => (await artifacts.readableVersions(principal, [versionId])).has(versionId);
    return newestStates({
      read,
      mayStillSee,
      news: (signal) => events.follow(topicOf(versionId), signal),
      isHeard: events.check,
      recheckMs: timing.recheckMs,
      after,
    });
  };

interface Source {
  /** The present state, with what is new above a sequence. */
  readonly read: (above: number) => Promise<ScanEvent>;
  readonly mayStillSee: () => Promise<boolean>;
  readonly news: (signal: AbortSignal) => AsyncIterable<void>;
  /** Settles when what is published from now on will be heard. */
  readonly isHeard: () => Promise<void>;
  readonly recheckMs: number;
  readonly after: number | null;
}

/** Written by hand: return() of an async generator would wait behind the next() that is pending. */
function newestStates({ read, mayStillSee, news, isHeard, recheckMs, after }: Source): AsyncIterableIterator<ScanEvent> {
  const over = { done: true, value: undefined } as const;
  const controller = new AbortController();
  const { signal } = controller;
  /** Of the last event given; null before the first. */
  let given: number | null = null;
  let isLast = false;
  let hasNews = false;
  let failure: { readonly error: unknown; isTold: boolean } | null = null;
  let wake: (() => void) | null = null;
  let timer: NodeJS.Timeout | null = null;

  const stir = () => {
    hasNews = true;
    wake?.();
  };
  const close = () => {
    controller.abort();
    if (timer) clearInterval(timer);
    wake?.();
  };
  const fail = (error: unknown) => {
    if (signal.aborted) return;
    failure = { error, isTold: false };
    close();
  };
  /** Whoever cannot be shown to have the right loses the stream, and follows again with `after`. */
  const recheck = () => void mayStillSee().then((may) => (may ? stir() : close()), fail);
  const listen = async () => {
    for await (const _ of news(signal)) stir();
  };
  const start = async () => {
    timer = setInterval(recheck, recheckMs).unref();
    void listen().catch(fail);
    // Listening begins before the first reading, so that nothing falls between the two. Without news there are still the checks.
    await isHeard().catch(() => {});
  };
  const ended = new Promise<typeof over>((resolve) => signal.addEventListener('abort', () => resolve(over)));

  const follow = async (): Promise<IteratorResult<ScanEvent>> => {
    if (timer === null && !signal.aborted) await start();
    while (!signal.aborted && !isLast) {
      hasNews = false;
      const event = await read(given ?? after ?? 0).catch(fail);
      if (!event) break;
      if (signal.aborted) break;
      if (given === null || event.sequence > given) {
        given = event.sequence;
        isLast = isTerminal(event.status);
        return { done: false, value: event };
      }
      if (!hasNews) await new Promise<void>((resolve) => (wake = resolve));
      wake = null;
    }
    close();
    if (!failure || failure.isTold) return over;
    failure.isTold = true;
    throw failure.error;
  };

  let turn: Promise<unknown> = Promise.resolve();
  return {
    next: () => {
      const mine = turn.then(follow);
      turn = mine.catch(() => {});
      // return() does not wait for a reading that is under way.
      return Promise.race([mine, ended.then((end) => (failure ? mine : end))]);
    },
    return: async () => {
      close();
      return over;
    },
    throw: async (error: unknown) => {
      close();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
