import type { Database } from '@gati/database';
import { describe, expect, test } from 'vitest';
import type { EventStream } from './event-stream.ts';

interface Setting {
  readonly stream: EventStream;
  readonly database: Pick<Database, 'client' | 'transaction'>;
  /** Breaks the stream's connection, as a restart of its server would; it comes back by itself. */
  readonly breakConnection: () => Promise<void>;
}

/** What every event stream must hold; run once for each vendor. */
export function eventStreamContract(name: string, open: () => Setting): void {
  describe(`${name} as event stream`, () => {
    test('a follower hears what is published on its topic and nothing of others', async () => {
      const { stream, database } = open();
      const { first, end } = listen(stream, 'scan:one');
      await stream.check();

      await stream.publish(database.client, 'scan:two', 1);
      await stream.publish(database.client, 'scan:one', 1);

      await expect(first()).resolves.toBe('news');
      end();
      await expect(first()).resolves.toBe('end');
    });

    test('what is rolled back is never heard', async () => {
      const { stream, database } = open();
      const { first, end } = listen(stream, 'scan:rolled-back');
      await stream.check();

      await database
        .transaction(async (tx) => {
          await stream.publish(tx, 'scan:rolled-back', 1);
          throw new Error('no');
        })
        .catch(() => {});
      const witness = listen(stream, 'scan:witness');
      await stream.publish(database.client, 'scan:witness', 1);
      await witness.first();

      end();
      witness.end();
      await expect(first()).resolves.toBe('end');
    });

    test('many pieces of news while nobody asks are one', async () => {
      const { stream, database } = open();
      const { first, end } = listen(stream, 'scan:burst');
      await stream.check();
      for (let sequence = 1; sequence <= 50; sequence++) await stream.publish(database.client, 'scan:burst', sequence);
      const witness = listen(stream, 'scan:burst-witness');
      await stream.publish(database.client, 'scan:burst-witness', 1);
      await witness.first();

      await expect(first()).resolves.toBe('news');
      const second = first();
      end();
      witness.end();
      await expect(second).resolves.toBe('end');
    });

    test('after a lost connection a follower is woken, because it may have missed something, and hears again', async () => {
      const { stream, database, breakConnection } = open();
      const { first, end } = listen(stream, 'scan:broken');
      await stream.check();
      await breakConnection();

      await expect(first()).resolves.toBe('news');
      await stream.publish(database.client, 'scan:broken', 2);
      await expect(first()).resolves.toBe('news');
      end();
    });
  });
}

function listen(stream: EventStream, topic: string): { first: () => Promise<'news' | 'end'>; end: () => void } {
  const controller = new AbortController();
  const iterator = stream.follow(topic, controller.signal)[Symbol.asyncIterator]();
  return { first: async () => ((await iterator.next()).done ? 'end' : 'news'), end: () => controller.abort() };
}
