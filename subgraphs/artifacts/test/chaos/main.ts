// The random schedule for as long as one likes: node subgraphs/artifacts/test/chaos/main.ts [--runs 2000] [--seed 7]. Ends with 1 when a law was broken; the same seed gives the same plan, though not the same timing.
import { connectDatabase } from '@gati/database';
import { startCluster } from '@gati/database/cluster';
import { migrate } from '@gati/database/migrate';
import { randomInt } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runSchedule, runsEach } from './schedule.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '2000' }, seed: { type: 'string', default: String(randomInt(2 ** 31)) } } });
const runs = Number(values.runs);
const folder = await mkdtemp(join(tmpdir(), 'gati-chaos-'));
await chmod(folder, 0o755);
const cluster = await startCluster({ folder: join(folder, 'postgres'), isDurable: false });
console.log(`${runs} runs of seed ${values.seed}`);
try {
  for (let from = 0; from < runs && process.exitCode === undefined; from += runsEach) {
    const url = new URL(cluster.url);
    const owner = connectDatabase(url.href, { connectionsMax: 1 });
    await owner.pool.query(`create database chaos_${from}`);
    url.pathname = `/chaos_${from}`;
    await migrate(url.href);
    const database = connectDatabase(url.href);
    const blobs = join(folder, `blobs-${from}`);
    await mkdir(blobs);
    const broken = await runSchedule({ database, folder: blobs }, { seed: values.seed, from, count: Math.min(runsEach, runs - from) });
    await database.close();
    await owner.pool.query(`drop database chaos_${from} with (force)`);
    await owner.close();
    await rm(blobs, { recursive: true });
    for (const text of broken) console.error(text);
    if (broken.length > 0) process.exitCode = 1;
    else if ((from / runsEach) % 10 === 9) console.log(`${from + runsEach} runs`);
  }
} finally {
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}
