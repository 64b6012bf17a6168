// npm run bench -- page: the artifact page as the API answers it (one federated query over the demo world) and as the web app renders it. Anonymous, eight at a time; no peer.
import { setTimeout as wait } from 'node:timers/promises';
import { operations } from '../src/client.ts';
import { until } from '../src/process.ts';
import { startRegistry } from '../src/registry.ts';
import { ms, percentile, table } from './percentiles.ts';

const seconds = { warmUp: 5, measured: 15 } as const;
const goals = { pagesPerSecond: 60, p95Ms: 200 } as const;
const names = ['@acme/auth', '@acme/db', '@acme/mailer'];

/** Sends one request after the other on each lane for some seconds. @returns the duration of each in milliseconds */
async function drive(lanes: number, forSeconds: number, send: (index: number) => Promise<void>): Promise<readonly number[]> {
  const end = performance.now() + 1_000 * forSeconds;
  const durations: number[] = [];
  let index = 0;
  const lane = async () => {
    while (performance.now() < end) {
      const startedAt = performance.now();
      await send(index++);
      durations.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return durations;
}

const registry = await startRegistry({ hasDemo: true, hasWeb: true, settings: { GATI_COST_PER_MINUTE: 'off' } });
try {
  await until('the start to end', async () => registry.process('all-in-one').output().includes('The registry is ready'), {
    patienceMs: 180_000,
    processes: registry.processes,
  });
  await wait(2_000);
  const query = operations.get('Artifact')!;
  const ask = async (index: number): Promise<void> => {
    const response = await fetch(`${registry.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { name: names[index % names.length] } }),
    });
    const { data } = (await response.json()) as { data?: { artifact?: { version?: object } } };
    if (!data?.artifact?.version) throw new Error('An answer without the artifact.');
  };
  const open = async (index: number): Promise<void> => {
    const response = await fetch(`${registry.url}/${names[index % names.length]}`);
    const html = await response.text();
    if (response.status !== 200 || !html.includes('gati install')) throw new Error(`A page with status ${response.status}.`);
  };

  const rows: string[][] = [];
  for (const [name, lanes, send] of [
    ['artifact page query', 50, ask],
    ['artifact page, HTML', 8, open],
  ] as const) {
    await drive(lanes, seconds.warmUp, send);
    const durations = await drive(lanes, seconds.measured, send);
    const perSecond = durations.length / seconds.measured;
    const p95 = percentile(durations, 0.95);
    const isHtml = send === open;
    const isMet = !isHtml || (perSecond >= goals.pagesPerSecond && p95 < goals.p95Ms);
    if (!isMet) process.exitCode = 1;
    rows.push([
      `${name}, c=${lanes}`,
      perSecond.toFixed(0),
      ms(percentile(durations, 0.5)),
      ms(p95),
      isHtml ? `≥ ${goals.pagesPerSecond}/s, p95 < ${goals.p95Ms} ms ${isMet ? 'met' : 'MISSED'}` : '',
    ]);
  }
  console.log(table(['what', 'a second', 'p50', 'p95', 'goal'], rows));
} finally {
  await registry.stop();
}
