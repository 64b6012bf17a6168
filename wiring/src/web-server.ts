import { spawn, type ChildProcess } from 'node:child_process';
import { hkdfSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '@gati/telemetry';
import { StartError } from './data-folder.ts';

export interface WebServer {
  readonly origin: string;
  /** @throws when it does not answer */
  readonly check: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Options {
  readonly projectFolder: string;
  readonly port: number;
  readonly publicUrl: string;
  /** Where the web server reaches the gateway, on loopback. */
  readonly gatewayUrl: string;
  /** The installation's secret; the key of the session cookies is derived from it. */
  readonly secret: string;
  readonly log: Log;
}

const restartMs = { first: 250, most: 10_000 };
const startPatienceMs = 20_000;
const stopPatienceMs = 3_000;

/** Runs the built web app as a process of its own, on loopback, and starts it again when it falls. @throws StartError when its port is taken or it does not come up */
export async function startWebServer({ projectFolder, port, publicUrl, gatewayUrl, secret, log }: Options): Promise<WebServer> {
  const program = join(projectFolder, 'web', '.next', 'standalone', 'web', 'server.js');
  if (!existsSync(program)) throw new StartError('The web app is not built: node web/build.ts');
  const origin = `http://127.0.0.1:${port}`;
  // A whole environment: nothing of the surroundings reaches the web app unseen.
  const environment = {
    NODE_ENV: 'production',
    HOSTNAME: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    GATI_GATEWAY_URL: gatewayUrl,
    NEXTAUTH_URL: publicUrl,
    NEXT_TELEMETRY_DISABLED: '1',
    NEXTAUTH_SECRET: Buffer.from(hkdfSync('sha256', secret, '', 'web-session-cookie', 32)).toString('base64url'),
  };
  let child: ChildProcess | null = null;
  let isStopping = false;
  let delayMs = restartMs.first;

  const run = () => {
    const startedAt = performance.now();
    const server = spawn(process.execPath, [program], { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' });
    child = server;
    server.stdout.setEncoding('utf8').on('data', (text: string) => log.debug({ from: 'web' }, text.trimEnd()));
    server.stderr.setEncoding('utf8').on('data', (text: string) => log.warn({ from: 'web' }, text.trimEnd()));
    server.once('error', (error) => log.error({ err: error }, 'the web server could not be started'));
    server.once('exit', (code, signal) => {
      if (isStopping) return;
      delayMs = performance.now() - startedAt > 60_000 ? restartMs.first : Math.min(delayMs * 2, restartMs.most);
      log.error({ code, signal, delayMs }, 'the web server ended; it is started again');
      setTimeout(() => void (isStopping || run()), delayMs).unref();
    });
  };

  const check = async () => {
    const response = await fetch(`${origin}/icon.svg`, { signal: AbortSignal.timeout(1_500), redirect: 'manual' });
    await response.arrayBuffer();
  };
  const stop = async () => {
    isStopping = true;
    const server = child;
    if (!server || server.exitCode !== null) return;
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    const forced = setTimeout(() => server.kill('SIGKILL'), stopPatienceMs);
    await gone;
    clearTimeout(forced);
  };

  if (await isAnswered(origin)) throw new StartError(`The port ${port} of the web server is taken by another program: set WEB_PORT to a free one, or to off.`);
  run();
  const deadline = performance.now() + startPatienceMs;
  for (;;) {
    try {
      await check();
      return { origin, check, stop };
    } catch (error) {
      if (performance.now() > deadline) {
        await stop();
        throw new StartError(`The web server did not come up within ${startPatienceMs / 1_000} s; its words are in the log.`, { cause: error });
      }
      await wait(50);
    }
  }
}

const isAnswered = async (origin: string): Promise<boolean> =>
  fetch(origin, { signal: AbortSignal.timeout(500), redirect: 'manual' }).then(
    () => true,
    (error: Error) => !(error.cause as NodeJS.ErrnoException | undefined)?.code?.startsWith('ECONNREFUSED'),
  );
