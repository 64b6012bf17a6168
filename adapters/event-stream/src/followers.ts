interface Follower {
  hasNews: boolean;
  wake: (() => void) | null;
}

const topicLengthMax = 200;

/** Programs choose topics, not people. @throws when one is longer than 200 characters */
export function assertTopic(topic: string): void {
  if (topic.length > topicLengthMax) throw new Error(`The topic is longer than ${topicLengthMax} characters.`);
}

/** Who waits for news in this process, by topic. Many pieces of news while nobody asks are one. */
export function createFollowers() {
  const followers = new Map<string, Set<Follower>>();
  const wake = (follower: Follower) => {
    follower.hasNews = true;
    follower.wake?.();
  };

  return {
    wake: (topic: string): void => followers.get(topic)?.forEach(wake),
    wakeAll: (): void => followers.forEach((ofTopic) => ofTopic.forEach(wake)),

    /** Yields when the topic is woken, until the signal fires. @param ready  what the first yield waits for */
    follow: (topic: string, signal: AbortSignal, ready: Promise<void>): AsyncIterable<void> => ({
      [Symbol.asyncIterator]: () => {
        const follower: Follower = { hasNews: false, wake: null };
        const ofTopic = followers.get(topic) ?? new Set();
        followers.set(topic, ofTopic.add(follower));
        let isEnded = false;
        const end = () => {
          if (isEnded) return;
          isEnded = true;
          ofTopic.delete(follower);
          if (ofTopic.size === 0 && followers.get(topic) === ofTopic) followers.delete(topic);
          signal.removeEventListener('abort', end);
          follower.wake?.();
        };
        if (signal.aborted) end();
        else signal.addEventListener('abort', end);

        return {
          next: async () => {
            await ready;
            if (!follower.hasNews && !isEnded) {
              await new Promise<void>((resolve) => (follower.wake = resolve));
              follower.wake = null;
            }
            if (isEnded) return { done: true, value: undefined };
            follower.hasNews = false;
            return { done: false, value: undefined };
          },
          return: async () => {
            end();
            return { done: true, value: undefined };
          },
        };
      },
    }),
  };
}
