import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { stockProgram } from '@gati/testkit/stock-program';

const run = promisify(execFile);

export interface Run {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A stock client as its user runs it, with the folder of the docker credentials it has. */
export type StockClient = (parameters: readonly string[], options?: Run) => Promise<string>;

/** The clients that are tried where they are installed. */
export const clientNames = ['skopeo', 'oras', 'crane', 'regctl', 'helm', 'cosign'] as const;
export type ClientName = (typeof clientNames)[number];
export const missingClients = (): readonly ClientName[] => clientNames.filter((name) => stockProgram(name) === null);

/**
 * A client that knows the credentials in `home`, and nothing else of the person who tests.
 * @param home  a folder with `config.json` in docker's format; empty for nobody's
 * @returns what it prints; rejects with what it said when it fails
 */
export function stockClient(name: ClientName, home: string): StockClient {
  return async (parameters, { cwd = home, environment = {} } = {}) => {
    const program = stockProgram(name);
    if (!program) throw new Error(`${name} is not installed.`);
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      DOCKER_CONFIG: home,
      XDG_CONFIG_HOME: home,
      XDG_CACHE_HOME: home,
      XDG_DATA_HOME: home,
      COSIGN_PASSWORD: '',
      REGCTL_CONFIG: `${home}/regctl.json`,
      ...environment,
    };
    const { stdout } = await run(program, [...parameters], { cwd, env, timeout: 60_000, maxBuffer: 16 * 1024 * 1024 });
    return stdout;
  };
}
