import { createMetrics } from '@gati/telemetry';
import Fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { createHealthRoutes, type Dependency } from './health.ts';

async function start(dependencies: readonly Dependency[]) {
  const failures: string[] = [];
  const app = Fastify();
  let now = 0;
  await app.register(createHealthRoutes({ dependencies, metrics: createMetrics(), onFailure: (name) => void failures.push(name), now: () => now }));
  onTestFinished(() => app.close());
  return { app, failures, advance: (ms: number) => void (now += ms) };
}

test('readiness names each dependency and its state, and never why', async () => {
  const { app } = await start([
    { name: 'database', check: async () => {} },
    { name: 'blob store', check: async () => Promise.reject(new Error('EACCES /srv/secret')) },
  ]);
  const answer = await app.inject('/health/ready');

  expect(answer.statusCode).toBe(503);
  expect(answer.json()).toMatchObject({
    status: 'not ready',
    dependencies: [
      { name: 'database', state: 'up' },
      { name: 'blob store', state: 'down' },
    ],
  });
  expect(answer.body).not.toContain('secret');
});

test('what can be missed is told and takes no process out of service', async () => {
  const { app } = await start([
    { name: 'database', check: async () => {} },
    { name: 'cache (Redis)', check: async () => Promise.reject(new Error('down')), canBeMissed: true },
  ]);
  const answer = await app.inject('/health/ready');

  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({ status: 'ready', dependencies: [{ state: 'up' }, { name: 'cache (Redis)', state: 'down' }] });
});

test('an outage is told once, and again after it was mended', async () => {
  let isDown = true;
  const { app, failures, advance } = await start([{ name: 'database', check: async () => (isDown ? Promise.reject(new Error('down')) : undefined) }]);
  for (const state of [true, true, false, true]) {
    isDown = state;
    advance(1_000);
    expect((await app.inject('/health/ready')).statusCode).toBe(state ? 503 : 200);
  }

  expect(failures).toEqual(['database', 'database']);
});

test('a process that lives says so, whatever it depends on', async () => {
  const { app } = await start([{ name: 'database', check: async () => Promise.reject(new Error('down')) }]);

  expect((await app.inject('/health/live')).statusCode).toBe(200);
  expect((await app.inject('/metrics')).body).toContain('process_resident_memory_bytes');
});

test('however many ask, each dependency is asked once a second', async () => {
  let asked = 0;
  const held = Promise.withResolvers<void>();
  const { app, advance } = await start([{ name: 'database', check: () => (asked++, held.promise) }]);
  const early = Array.from({ length: 400 }, () => app.inject('/health/ready'));
  held.resolve();
  expect(new Set((await Promise.all(early)).map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  advance(999);
  await app.inject('/health/ready');
  expect(asked).toBe(1);

  advance(1);
  await app.inject('/health/ready');
  expect(asked).toBe(2);
});
