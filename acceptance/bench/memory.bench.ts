// npm run bench -- memory: resident memory of the one process after its start and after some requests, without the web server and the database's own processes.
import { readFileSync } from 'node:fs';
import { createClientFor } from '../src/client.ts';
import { startRegistry } from '../src/registry.ts';
import { table } from './percentiles.ts';

const goalMegabytes = 350;
const registry = await startRegistry();
try {
  const pid = registry.process('all-in-one').child.pid!;
  const resident = () => {
    const text = process.platform === 'linux' ? readFileSync(`/proc/${pid}/status`, 'utf8') : '';
    return Number(/VmRSS:\s+(\d+) kB/.exec(text)?.[1] ?? Number.NaN) / 1_024;
  };
  const afterStart = resident();
  const anyone = createClientFor(registry.url);
  for (let index = 0; index < 500; index++) await anyone.ask('Search', { query: { text: `word${index}` } });
  const afterRequests = resident();
  console.log(
    table(
      ['resident memory', 'MB', 'goal'],
      [
        ['after start', afterStart.toFixed(0), `< ${goalMegabytes}`],
        ['after 500 searches', afterRequests.toFixed(0), ''],
      ],
    ),
  );
  if (!(afterStart < goalMegabytes)) process.exitCode = 1;
} finally {
  await registry.stop();
}
