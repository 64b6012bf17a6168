import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '@gati/database/cluster';
import { startBucket } from './bucket.ts';
import { freePort } from '@gati/testkit/free-port';
import { projectFolder, startProcess, until, type RunningProcess } from './process.ts';

export interface Registry {
  readonly url: string;
  readonly dataFolder: string;
  readonly processes: readonly RunningProcess[];
  /** Where one process itself listens, in the shape of separate ones. */
  readonly urlOf: (name: string) => string;
  /** What one process has said. */
  readonly process: (name: string) => RunningProcess;
  /** Kills everything at once, as a power cut would, and starts it again on the same data. */
  readonly killAndRestart: () => Promise<void>;
  /** Kills whatever runs the jobs, as a power cut would, and starts it again. */
  readonly killWorker: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Options {
  readonly hasDemo?: boolean;
  readonly hasWeb?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
  /** Whether the database of separate processes waits for the disk; for measuring. The one process always does. */
  readonly isDurable?: boolean;
}

/** In which shape the journeys run: everything in one process, or gateway, five subgraphs and worker each on their own. */
export const shape = process.env['ACCEPTANCE_SHAPE'] === 'processes' ? 'processes' : 'all-in-one';
/** Where the journeys keep blobs: in the data folder, or in a bucket of versitygw. */
const keepsInBucket = process.env['ACCEPTANCE_STORE'] === 's3';
const subgraphs = ['artifacts', 'namespaces', 'security', 'billing', 'timescape'] as const;

/** Starts the whole product on free ports with a data folder of its own, and waits until it is ready. */
export async function startRegistry({ hasDemo = false, hasWeb = false, settings = {}, isDurable = false }: Options = {}): Promise<Registry> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'gati-acceptance-'));
  await chmod(dataFolder, 0o755);
  const port = await freePort();
  const webPort = hasWeb ? String(await freePort()) : 'off';
  const url = `http://127.0.0.1:${port}`;
  const bucket = keepsInBucket ? await startBucket() : null;
  const common = { GATI_DATA_DIR: dataFolder, PUBLIC_URL: url, GATI_DEMO: hasDemo ? 'on' : 'off', WEB_PORT: webPort, ...bucket?.settings, ...settings };
  const running = new Map<string, RunningProcess>();
  const cluster = shape === 'processes' ? await startCluster({ folder: join(dataFolder, 'cluster'), isDurable }) : null;
  const ports = new Map(await Promise.all(subgraphs.map(async (name): Promise<[string, number]> => [name, await freePort()])));
  const workerPort = await freePort();

  const run = (name: string, file: string, parameters: readonly string[], environment: Record<string, string>) => {
    const one = startProcess(name, [join('wiring', 'src', 'processes', file), ...parameters], {
      ...common,
      ...(cluster ? { DATABASE_URL: cluster.url } : {}),
      ...environment,
    });
    running.set(name, one);
    return one;
  };
  const startWorker = () => run('worker', 'worker.ts', [], { PORT: String(workerPort) });
  const start = async () => {
    if (!cluster) {
      running.set('all-in-one', startProcess('all-in-one', asScripted('all-in-one'), { ...common, PORT: String(port) }));
    } else {
      const migration = run('migrate', 'migrate.ts', [], {});
      if ((await migration.ended) !== 0) throw new Error(`The migration failed:\n${migration.output()}`);
      running.delete('migrate');
      for (const name of subgraphs) run(name, 'subgraph.ts', [name], { PORT: String(ports.get(name)) });
      startWorker();
      run('gateway', 'gateway.ts', [], {
        PORT: String(port),
        ...Object.fromEntries(subgraphs.map((name) => [`SUBGRAPH_${name.toUpperCase()}_URL`, `http://127.0.0.1:${ports.get(name)}`])),
      });
      for (const address of [...ports.values(), workerPort]) await untilReady(`http://127.0.0.1:${address}`, [...running.values()]);
    }
    await untilReady(url, [...running.values()]);
  };
  const endAll = async (signal: NodeJS.Signals) => {
    await Promise.all([...running.values()].map((one) => one.stop(signal)));
    running.clear();
  };

  try {
    await start();
  } catch (error) {
    await endAll('SIGKILL');
    await cluster?.stop();
    await bucket?.close();
    await rm(dataFolder, { recursive: true, force: true });
    throw error;
  }
  return {
    url,
    dataFolder,
    urlOf: (name) => `http://127.0.0.1:${ports.get(name)}`,
    get processes() {
      return [...running.values()];
    },
    process: (name) => {
      const one = running.get(name) ?? running.get('all-in-one');
      if (!one) throw new Error(`There is no process ${name}.`);
      return one;
    },
    killAndRestart: async () => {
      await endAll('SIGKILL');
      await start();
    },
    killWorker: async () => {
      const worker = running.get('worker');
      if (!worker) {
        await endAll('SIGKILL');
        return start();
      }
      await worker.stop('SIGKILL');
      startWorker();
      await untilReady(`http://127.0.0.1:${workerPort}`, [...running.values()]);
    },
    stop: async () => {
      await endAll('SIGTERM');
      await cluster?.stop();
      await bucket?.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** What a script of the project gives to node: the product is started as its users start it. */
function asScripted(script: string): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { scripts: Readonly<Record<string, string>> };
  return (scripts[script] ?? '').split(' ').slice(1);
}

const untilReady = (url: string, processes: readonly RunningProcess[]) =>
  until(
    `${url}/health/ready`,
    async () => {
      const response = await fetch(`${url}/health/ready`).catch(() => null);
      await response?.arrayBuffer();
      return response?.status === 200;
    },
    { patienceMs: 90_000, processes },
  );
