import { Pool } from 'undici';
import { ready } from './child.ts';
import { productCount, reviewsPerProduct, threeHops } from './world.ts';

/** What one run of the load generator found. */
export interface Load {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Answers that failed, or that were another caller's. */
  readonly wrong: number;
}

/**
 * Runs the three-hop query for some seconds over so many connections. Each request has variables and an identity of its own, and each answer must be that
 * identity's: what crosses is counted as wrong.
 */
export async function load(origin: string, seconds: number, connections: number): Promise<Load> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const latencies: number[] = [];
  const run = Math.random().toString(36).slice(2);
  let sent = 0;
  let wrong = 0;

  async function request(): Promise<void> {
    const n = sent++;
    const user = `user-${run}-${n}`;
    const variables = { id: `p${n % productCount}`, nonce: `n${n}`, first: reviewsPerProduct };
    const body = JSON.stringify({ query: threeHops, operationName: 'ThreeHops', variables });
    const startedAt = performance.now();
    const response = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${user}` },
      body,
    });
    const text = await response.body.text();
    latencies.push(performance.now() - startedAt);
    if (response.statusCode !== 200 || text.split(`"seenBy":"${user}"`).length - 1 !== reviewsPerProduct) wrong++;
  }

  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  const loop = async (): Promise<void> => {
    while (performance.now() < until) await request();
  };
  await Promise.all(Array.from({ length: connections }, loop));
  const elapsedSeconds = (performance.now() - startedAt) / 1_000;
  await pool.close();
  latencies.sort((a, b) => a - b);
  const percentile = (share: number): number => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return { requests: sent, requestsPerSecond: sent / elapsedSeconds, p50Ms: percentile(0.5), p95Ms: percentile(0.95), wrong };
}

if (import.meta.main) {
  const [origin = '', seconds = '5', connections = '50'] = process.argv.slice(2);
  const { requests, requestsPerSecond, p50Ms, p95Ms, wrong } = await load(origin, Number(seconds), Number(connections));
  ready(Object.fromEntries(Object.entries({ requests, requestsPerSecond, p50Ms, p95Ms, wrong }).map(([key, value]) => [key, String(value)])));
  process.disconnect?.();
}
