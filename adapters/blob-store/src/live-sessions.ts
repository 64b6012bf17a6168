/** What this process remembers of upload sessions that it writes itself, by their id; forgotten, a session costs one more reading of its bytes and nothing else. */
export interface LiveSessions<Live> {
  readonly get: (uploadId: string) => Live | undefined;
  /** Remembers it as the latest; the one that was used longest ago goes where there are too many. */
  readonly keep: (uploadId: string, live: Live) => void;
  readonly forget: (uploadId: string) => void;
}

/** Sessions that are remembered at one time. */
const liveSessionsMax = 1000;

export function createLiveSessions<Live>(): LiveSessions<Live> {
  const lives = new Map<string, Live>();
  return {
    get: (uploadId) => lives.get(uploadId),
    keep: (uploadId, live) => {
      lives.delete(uploadId);
      lives.set(uploadId, live);
      const oldest = lives.size > liveSessionsMax ? lives.keys().next().value : undefined;
      if (oldest !== undefined) lives.delete(oldest);
    },
    forget: (uploadId) => void lives.delete(uploadId),
  };
}
