// How fast bytes go up and down over loopback: `node subgraphs/artifacts/test/door/transfer-speed.ts [MB]`, 100 MB unless told. Needs curl, so that the client is a process of its own.
import { sha256Of } from '@gati/identifiers';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { keyOf } from './fake-namespaces.ts';
import { withDoor } from './serve.ts';

const sizeBytes = Number(argv[2] ?? 100) * 1_000_000;
const runs = 5;

interface Transfer {
  readonly wallMs: number;
  /** Of the server alone. */
  readonly cpuMs: number;
}

const curl = (...parameters: readonly string[]): Promise<Transfer> => {
  const before = process.cpuUsage();
  return new Promise((resolve, reject) => {
    execFile('curl', ['-s', '-f', '-o', '/dev/null', '-w', '%{time_total}', '-H', `Authorization: Bearer ${keyOf('ada')}`, ...parameters], (error, seconds) => {
      const { user, system } = process.cpuUsage(before);
      if (error) reject(error);
      else resolve({ wallMs: Number(seconds) * 1000, cpuMs: (user + system) / 1000 });
    });
  });
};

const sorted = (values: readonly number[]): string =>
  values
    .map(Math.round)
    .toSorted((a, b) => a - b)
    .join(' ');

await withDoor(async ({ url }, folder) => {
  const file = join(folder, 'bytes');
  const [up, down]: [Transfer[], Transfer[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    const bytes = randomBytes(sizeBytes);
    const digest = sha256Of(bytes);
    await writeFile(file, bytes);
    up.push(
      await curl(
        '-X',
        'POST',
        '-H',
        'Content-Type: application/octet-stream',
        '-H',
        'Expect:',
        '--data-binary',
        `@${file}`,
        `${url}/v2/bench/x/blobs/uploads/?digest=${digest}`,
      ),
    );
    down.push(await curl(`${url}/v2/bench/x/blobs/${digest}`));
    await curl('-X', 'DELETE', `${url}/v2/bench/x/blobs/${digest}`);
  }
  console.log(`${sizeBytes / 1e6} MB, ${runs} runs, load ${loadavg()[0]?.toFixed(1)}, resident ${Math.round(process.memoryUsage().rss / 1e6)} MB`);
  for (const [way, transfers] of [
    ['up', up],
    ['down', down],
  ] as const) {
    console.log(`${way.padEnd(5)} ms: ${sorted(transfers.map(({ wallMs }) => wallMs))}   server's CPU ms: ${sorted(transfers.map(({ cpuMs }) => cpuMs))}`);
  }
});
