'use client';

import type { Client } from 'graphql-ws';
import type { IndexState, Job, ScanEvent } from '#web/features/watch-job/job.ts';

/** How well the page knows what it shows. */
export type Connection = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'paused' | 'done';

interface Listeners {
  readonly onScan: (event: ScanEvent) => void;
  readonly onIndex: (state: IndexState) => void;
  readonly onState: (job: Job) => void;
  readonly onConnection: (connection: Connection) => void;
}

interface Followed {
  readonly artifact: string;
  readonly version: string;
  /** Texts of the two subscriptions. */
  readonly documents: { readonly scan: string; readonly index: string };
  /** Sequences that the page was rendered with. */
  readonly after: { readonly scan: number; readonly index: number };
  /** Address of the page's own state, for polling. */
  readonly statePath: string;
}

/** Polling starts after this many connects in a row failed, and asks this often. */
const connectsBeforePolling = 3;
const pollEveryMs = 5000;
const longestPauseMs = 10_000;

/** Follows a job until both its streams have ended or `stop` is called. One socket, with a fresh ticket for every connect; a lost connection comes back by itself, and because each stream begins with the present state nothing has to be replayed. */
export function followJob(
  { artifact, version, documents, after, statePath }: Followed,
  { onScan, onIndex, onState, onConnection }: Listeners,
): { readonly stop: () => void } {
  let client: Client | null = null;
  let isStopped = false;
  let failedConnects = 0;
  let open = 2;
  let poller: number | undefined;

  const stop = (): void => {
    isStopped = true;
    window.clearInterval(poller);
    void client?.dispose();
  };

  const finish = (): void => {
    open -= 1;
    if (open > 0 || isStopped) return;
    onConnection('done');
    stop();
  };

  const poll = async (): Promise<void> => {
    const response = await fetch(statePath).catch(() => null);
    if (response?.status === 200 && !isStopped) onState((await response.json()) as Job);
  };

  const lost = (): void => {
    if (isStopped) return;
    failedConnects += 1;
    if (failedConnects < connectsBeforePolling) return onConnection('reconnecting');
    onConnection('polling');
    if (poller !== undefined) return;
    void poll();
    poller = window.setInterval(() => void poll(), pollEveryMs);
  };

  const connected = (): void => {
    failedConnects = 0;
    window.clearInterval(poller);
    poller = undefined;
    onConnection('live');
  };

  const start = async (): Promise<void> => {
    const { createClient } = await import('graphql-ws');
    if (isStopped) return;
    client = createClient({
      url: `${window.location.origin.replace(/^http/, 'ws')}/graphql`,
      connectionParams: ticket,
      keepAlive: 10_000,
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
      retryWait: async (retries) => {
        const pauseMs = Math.min(500 * 2 ** retries, longestPauseMs);
        await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random() / 2)));
      },
      on: { connected, closed: lost },
    });
    // A stream that the registry refuses has ended, too; the page keeps the state it has.
    const subscribe = <Event>(query: string, field: string, from: number, deliver: (event: Event) => void): void => {
      client?.subscribe<Record<string, Event>>(
        { query, variables: { artifact, version, after: from } },
        {
          next: ({ data }) => {
            const event = data?.[field];
            if (event) deliver(event);
          },
          error: finish,
          complete: finish,
        },
      );
    };
    subscribe<ScanEvent>(documents.scan, 'scanProgress', after.scan, onScan);
    subscribe<IndexState>(documents.index, 'indexingProgress', after.index, onIndex);
  };

  void start();
  return { stop };
}

/** A one-use ticket from our own server, which alone holds the tokens; the signed-out connect without one. */
async function ticket(): Promise<Record<string, string>> {
  const response = await fetch('/api/ticket', { method: 'POST' });
  const { ticket: text } = (await response.json()) as { ticket: string | null };
  return text ? { ticket: text } : {};
}
