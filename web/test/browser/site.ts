import { spawn } from 'node:child_process';
import { freePort } from '@gati/testkit/free-port';
import { buildWebIfNeeded, serverFile } from '../../build.ts';
import { startFakeRegistry } from '../fake-registry/server.ts';

/** The built web app behind the fake registry: one origin, as in the product. Builds first where the sources have changed. */
export async function startSite({ port = 0 }: { port?: number } = {}) {
  await buildWebIfNeeded({ log: () => {} });
  const webPort = await freePort();
  const registry = await startFakeRegistry({ port, webPort: () => webPort });
  const log: string[] = [];
  const web = spawn(process.execPath, [serverFile], {
    env: {
      PORT: String(webPort),
      HOSTNAME: '127.0.0.1',
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      GATI_GATEWAY_URL: registry.url,
      PUBLIC_URL: registry.url,
      NEXTAUTH_URL: registry.url,
      NEXTAUTH_SECRET: 'a secret that only tests know, 0123456789',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  web.stdout.on('data', (chunk) => log.push(String(chunk)));
  web.stderr.on('data', (chunk) => log.push(String(chunk)));
  await answers(`${registry.url}/login`, log);
  return {
    url: registry.url,
    registry,
    /** What the web server has printed so far. */
    log: (): string => log.join(''),
    stop: async (): Promise<void> => {
      web.kill();
      await new Promise((resolve) => web.once('exit', resolve));
      await registry.stop();
    },
  };
}

export type Site = Awaited<ReturnType<typeof startSite>>;

async function answers(url: string, log: readonly string[]): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The web server did not start:\n${log.join('')}`);
}
