'use client';

import { useEffect, useRef, useState } from 'react';
import { type Connection, followJob } from '#web/features/watch-job/follow.client.ts';
import { isOver, type Job, nothingWatched, stepInWords, watch, type Watched, withIndex, withScan, withState } from '#web/features/watch-job/job.ts';
import { JobView } from '#web/features/watch-job/job-view.tsx';

/** A page that nobody looks at lets its socket go after this long. */
const letGoAfterMs = 60_000;

interface Shown {
  readonly job: Job;
  readonly watched: Watched;
}

/** The job, moving: rendered by the server in its present state and followed from there. It renders at most once per frame, however many events come. */
export function Watch({
  initial,
  documents,
  statePath,
  children,
}: {
  initial: Job;
  documents: { readonly scan: string; readonly index: string };
  statePath: string;
  children?: React.ReactNode;
}) {
  const [{ job, watched }, setShown] = useState<Shown>({ job: initial, watched: nothingWatched });
  const [connection, setConnection] = useState<Connection>(isOver(initial) ? 'done' : 'connecting');
  const newest = useRef(initial);
  const heardAtMs = useRef(0);

  useEffect(() => {
    if (isOver(newest.current)) return;
    let frame = 0;
    let following: { readonly stop: () => void } | null = null;
    let timer: number | undefined;

    const change = (next: Job): void => {
      newest.current = next;
      heardAtMs.current = Date.now();
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        setShown((shown) => ({ job: newest.current, watched: watch(shown.watched, newest.current, performance.now()) }));
        if (isOver(newest.current)) {
          setConnection('done');
          following?.stop();
        }
      });
    };

    const follow = (): void => {
      const { name, version, scan, index } = newest.current;
      heardAtMs.current = Date.now();
      following = followJob(
        { artifact: name, version, documents, after: { scan: scan.sequence, index: index?.sequence ?? 0 }, statePath },
        {
          onScan: (event) => change(withScan(newest.current, event)),
          onIndex: (state) => change(withIndex(newest.current, state)),
          onState: (state) => change(withState(newest.current, state)),
          // Done sticks: the socket closes after the last event.
          onConnection: (next) => setConnection((present) => (present === 'done' ? present : next)),
        },
      );
    };

    const letGo = (): void => {
      following?.stop();
      following = null;
      setConnection((present) => (present === 'done' ? present : 'paused'));
    };

    const onVisibility = (): void => {
      window.clearTimeout(timer);
      if (document.hidden) timer = window.setTimeout(letGo, letGoAfterMs);
      else if (following === null && !isOver(newest.current)) follow();
    };

    follow();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      window.clearTimeout(timer);
      cancelAnimationFrame(frame);
      following?.stop();
    };
  }, [documents, statePath]);

  return (
    <JobView job={job} watched={watched} connection={<ConnectionWord connection={connection} heardAtMs={heardAtMs} />} announcement={stepInWords(job)}>
      {children}
    </JobView>
  );
}

function ConnectionWord({ connection, heardAtMs }: { connection: Connection; heardAtMs: { readonly current: number } }) {
  const age = useAge(connection === 'reconnecting' || connection === 'polling' || connection === 'paused', heardAtMs);
  const words: Record<Connection, string> = {
    connecting: 'Connecting',
    live: 'Live',
    reconnecting: 'Reconnecting',
    polling: 'Asking every 5 s',
    paused: 'Paused',
    done: 'Done',
  };
  return (
    <span data-connection={connection}>
      {words[connection]}
      {age !== null && `, as of ${age} s ago`}
    </span>
  );
}

/** Seconds since something was heard, while that matters. */
function useAge(isCounting: boolean, heardAtMs: { readonly current: number }): number | null {
  const [age, setAge] = useState<number | null>(null);
  useEffect(() => {
    if (!isCounting) return setAge(null);
    const count = (): void => setAge(Math.max(0, Math.round((Date.now() - heardAtMs.current) / 1000)));
    count();
    const timer = window.setInterval(count, 1000);
    return () => window.clearInterval(timer);
  }, [isCounting, heardAtMs]);
  return age;
}
