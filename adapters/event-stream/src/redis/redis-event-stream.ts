import { afterCommit } from '@gati/database';
import { createClient } from 'redis';
import type { EventStream } from '../event-stream.ts';
import { assertTopic, createFollowers } from '../followers.ts';

interface Options {
  /** `redis://` or `rediss://`. */
  readonly url: string;
  readonly onProblem: (error: unknown) => void;
}

/** One channel for all topics: subscribing costs a round trip each, and a process follows thousands. */
const channel = 'gati:events';
/**
 * Redis tells what it is told once, to whoever listens at that moment, and a publisher may end between its commit and its word.
 * So every follower looks by itself this often: a state may come late, and is never lost.
 */
const lookAfterMs = 5_000;
const checkPatienceMs = 1_500;

/**
 * News over Redis, so that PostgreSQL is not asked to tell every process. What is published is told once its transaction has committed.
 * Two connections for each process, made again by themselves; after a loss every follower is woken, because something may have been missed.
 */
export function createRedisEventStream({ url, onProblem }: Options): EventStream {
  const followers = createFollowers();
  const connect = (name: string) => {
    const client = createClient({
      url,
      name,
      disableOfflineQueue: true,
      commandsQueueMaxLength: 10_000,
      socket: { connectTimeout: 2_000, reconnectStrategy: (retries) => Math.min(100 * 2 ** retries, 2_000) },
    });
    client.on('error', onProblem);
    const connected = client.connect().then(() => {});
    // Closed before it was ever connected.
    connected.catch(() => {});
    return { client, connected };
  };
  const publisher = connect('gati-events-out');
  const listener = connect('gati-events-in');

  const listening = listener.connected.then(async () => {
    await listener.client.subscribe(channel, (topic) => followers.wake(topic));
    // The client subscribes again by itself before it says so.
    listener.client.on('ready', followers.wakeAll);
    followers.wakeAll();
  });
  listening.catch(() => {});
  const looking = setInterval(followers.wakeAll, lookAfterMs).unref();

  const answers = (work: Promise<unknown>): Promise<unknown> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error(`no answer within ${checkPatienceMs} ms`)), checkPatienceMs)));
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  };

  return {
    publish: async (tx, topic) => {
      assertTopic(topic);
      // Who hears nothing looks by itself: an outage of Redis is no reason for a publication to fail or to wait.
      afterCommit(tx, () => void publisher.client.publish(channel, topic).catch(onProblem));
    },

    // Nothing waits for the connection: whoever follows while Redis is away looks by itself.
    follow: (topic, signal) => followers.follow(topic, signal, Promise.resolve()),

    check: async () => {
      await answers(Promise.all([publisher.connected.then(() => publisher.client.ping()), listening.then(() => listener.client.ping())]));
    },

    close: async () => {
      clearInterval(looking);
      publisher.client.destroy();
      listener.client.destroy();
    },
  };
}
