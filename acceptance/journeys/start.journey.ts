import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '@gati/testkit/free-port';
import { startProcess, until } from '../src/process.ts';
import { shape } from '../src/registry.ts';

let dataFolder: string;
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'gati-start-'));
  await chmod(dataFolder, 0o755);
});
afterEach(() => rm(dataFolder, { recursive: true, force: true }));

const start = async (settings: Record<string, string>, file = 'all-in-one.ts') =>
  startProcess(file, [join('wiring', 'src', 'processes', file)], {
    PORT: String(await freePort()),
    GATI_DATA_DIR: dataFolder,
    WEB_PORT: 'off',
    GATI_DEMO: 'off',
    ...settings,
  });

/** Starts what cannot start. @returns what it says */
async function refusedStart(settings: Record<string, string>, file?: string): Promise<string> {
  const one = await start(settings, file);
  expect(await one.ended, one.output()).toBe(1);
  expect(one.output()).not.toMatch(/^\s+at /m);
  return one.output();
}

// These are about the single process that npm start runs.
const alone = test.runIf(shape === 'all-in-one');

alone('malformed and unknown settings are told all at once', async () => {
  const output = await refusedStart({ PORT: 'http', PUBLIC_URL: 'ftp://x', GATI_COLOUR: 'red' });
  for (const variable of ['PORT', 'PUBLIC_URL', 'GATI_COLOUR']) expect(output).toContain(variable);
});

alone('a port that is taken is named, with what to do', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const { port } = blocker.address() as { port: number };
  const output = await refusedStart({ PORT: String(port) });
  expect(output).toMatch(new RegExp(`port ${port} is taken`));
  expect(output, 'before a database is made').not.toContain('database');
  blocker.close();
});

alone('a data folder of another version is left alone', async () => {
  await writeFile(join(dataFolder, 'format'), '99\n');
  expect(await refusedStart({})).toContain('format «99»');
  expect(await readFile(join(dataFolder, 'format'), 'utf8')).toBe('99\n');
});

alone('a data folder that cannot be made is named', async () => {
  await writeFile(join(dataFolder, 'file'), '');
  expect(await refusedStart({ GATI_DATA_DIR: join(dataFolder, 'file', 'below') })).toContain('cannot be written to');
});

alone('a cluster of another PostgreSQL is refused', async () => {
  await mkdir(join(dataFolder, 'postgres'));
  await writeFile(join(dataFolder, 'postgres', 'PG_VERSION'), '14\n');
  expect(await refusedStart({})).toMatch(/PostgreSQL 14/);
});

alone('a database that does not answer is named without its password', async () => {
  const output = await refusedStart({ DATABASE_URL: `postgresql://gati:hunter2@127.0.0.1:${await freePort()}/gati` });
  expect(output).toContain('does not answer');
  expect(output).not.toContain('hunter2');
});

alone('a subgraph without a database says what it needs', async () => {
  const one = startProcess('subgraph', [join('wiring', 'src', 'processes', 'subgraph.ts'), 'security'], {
    GATI_DATA_DIR: dataFolder,
    PORT: String(await freePort()),
  });
  expect(await one.ended).toBe(1);
  expect(one.output()).toMatch(/DATABASE_URL/);
});

alone('Ctrl-C stops everything in order, and the next start finds its data', async () => {
  const port = await freePort();
  for (let round = 0; round < 2; round++) {
    const one = await start({ PORT: String(port) });
    await until('readiness', async () => (await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null))?.status === 200, {
      processes: [one],
      patienceMs: 60_000,
    });
    const signUp = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'mutation ($input: SignUpInput!) { signUp(input: $input) { session { expiresAt } } }',
        variables: { input: { handle: 'ada', email: 'ada@example.com', password: 'a long password' } },
      }),
    });
    const { errors } = (await signUp.json()) as { errors?: { extensions: { code: string } }[] };
    expect(errors?.[0]?.extensions.code).toBe(round === 0 ? undefined : 'HANDLE_TAKEN');
    one.child.kill('SIGINT');
    expect(await one.ended).toBe(130);
    await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow();
  }
});

/** The codes that a query is answered with; nothing of the inside may be told beside them. */
async function codesOf(port: number, query: string): Promise<readonly string[]> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  expect(text).not.toMatch(/ECONNREFUSED|postgres|prisma|at .*\(/i);
  return ((JSON.parse(text) as { errors?: { extensions: { code: string } }[] }).errors ?? []).map(({ extensions }) => extensions.code);
}

alone('a database that goes away makes readiness say so, requests are refused with a code, and its return mends both', async () => {
  const { startCluster } = await import('@gati/database/cluster');
  const folder = join(dataFolder, 'own-cluster');
  const cluster = await startCluster({ folder, isDurable: false });
  const { port: databasePort, url } = cluster;
  const port = await freePort();
  const one = await start({ PORT: String(port), DATABASE_URL: url });
  const readiness = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
    return response && { status: response.status, body: (await response.json()) as { dependencies: { name: string; state: string }[] } };
  };
  try {
    await until('readiness', async () => (await readiness())?.status === 200, { processes: [one], patienceMs: 60_000 });
    await cluster.stop();
    const down = await until(
      'the outage to show',
      async () => {
        const found = await readiness();
        return found?.status === 503 && found;
      },
      { processes: [one] },
    );
    expect(down.body.dependencies.find(({ name }) => name === 'database')).toMatchObject({ state: 'down' });
    for (const query of [
      '{ artifact(name: "@a/b") { id } }',
      '{ search(query: {}) { totalCount } }',
      'mutation { startDeviceLogin(input: { clientName: "a laptop" }) { userCode } }',
    ])
      expect(await codesOf(port, query)).toEqual(['UPSTREAM_UNAVAILABLE']);
    const token = await fetch(`http://127.0.0.1:${port}/v2/token?scope=repository:a/b:pull`);
    expect([token.status, await token.text()]).toEqual([503, expect.stringContaining('UPSTREAM_UNAVAILABLE')]);
    const again = await startCluster({ folder, port: databasePort, isDurable: false });
    await until('its return', async () => (await readiness())?.status === 200, { processes: [one] });
    expect(await codesOf(port, '{ search(query: {}) { totalCount } }')).toEqual([]);
    await one.stop();
    await again.stop();
  } finally {
    await one.stop('SIGKILL');
    await cluster.stop();
  }
});
