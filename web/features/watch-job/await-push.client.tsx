'use client';

import { useEffect, useState } from 'react';
import type { Job } from '#web/features/watch-job/job.ts';
import { Watch } from '#web/features/watch-job/watch.client.tsx';

/** How often it is asked whether the version is there, while somebody looks at the page. */
const askEveryMs = 2000;

/** Waits for a version that nobody has pushed yet, and follows it from then on. */
export function AwaitPush({
  documents,
  statePath,
  children,
}: {
  documents: React.ComponentProps<typeof Watch>['documents'];
  statePath: string;
  children?: React.ReactNode;
}) {
  const [job, setJob] = useState<Job | null>(null);

  useEffect(() => {
    if (job) return;
    let isStopped = false;
    let timer: number | undefined;
    const look = async (): Promise<void> => {
      const response = document.hidden ? null : await fetch(statePath).catch(() => null);
      const found = response?.status === 200 ? ((await response.json()) as Job) : null;
      if (isStopped) return;
      if (found) setJob(found);
      else timer = window.setTimeout(() => void look(), askEveryMs);
    };
    timer = window.setTimeout(() => void look(), askEveryMs);
    return () => {
      isStopped = true;
      window.clearTimeout(timer);
    };
  }, [job, statePath]);

  if (job) {
    return (
      <Watch initial={job} documents={documents} statePath={statePath}>
        {children}
      </Watch>
    );
  }
  return (
    <div className="grid gap-3">
      <p role="status">
        <strong>Nothing was pushed under this version yet.</strong> Its steps follow here as soon as it is.
      </p>
      <p className="quiet">
        Push it with <code>gati publish</code>: <a href="/docs#publish">how</a>. Until it is signed and examined, nobody else sees it.
      </p>
      {children}
    </div>
  );
}
