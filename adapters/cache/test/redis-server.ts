import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '@gati/testkit/free-port';
import { stockProgram } from '@gati/testkit/stock-program';

/** redis-server, found on PATH or in $STOCK_DIR/bin. */
export const redisServerPath: string | null = stockProgram('redis-server');

export const redisServerMissing =
  'redis-server is not on PATH nor in $STOCK_DIR/bin, so what runs on Redis was not tested. Get it: apt-get install redis-server, or brew install redis.';

/** A real Redis on a port and in a folder of its own. */
export interface RedisServer {
  readonly url: string;
  /** Ends it at once, without a word to its clients. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port, empty. */
  readonly start: () => Promise<void>;
  /** It keeps its connections and answers nothing. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly close: () => Promise<void>;
}

export async function startRedisServer(path: string): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'gati-redis-'));
  const port = await freePort();
  let child: ChildProcess | null = null;

  const start = async () => {
    child = spawn(path, ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
    for (let attempt = 0; !(await isListening(port)); attempt++) {
      if (attempt > 200) throw new Error('redis-server did not start.');
      await wait(25);
    }
  };
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child?.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    start,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    close: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
