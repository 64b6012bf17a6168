import { createMetrics } from '@gati/telemetry';
import Fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { createHealthRoutes, type Dependency } from './health.ts';

async function start(dependencies: readonly Dependency[]) {
  const failures: string[] = [];
  const app = Fastify();
  await app.register(createHealthRoutes({ dependencies, metrics: createMetrics(), onFailure: (name) => void failures.push(name) }));
  onTestFinished(() => app.close());
  return { app, failures };
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

test('an outage is told once, and again after it was mended', async () => {
  let isDown = true;
  const { app, failures } = await start([{ name: 'database', check: async () => (isDown ? Promise.reject(new Error('down')) : undefined) }]);
  for (const state of [true, true, false, true]) {
    isDown = state;
    expect((await app.inject('/health/ready')).statusCode).toBe(state ? 503 : 200);
  }

  expect(failures).toEqual(['database', 'database']);
});

test('a process that lives says so, whatever it depends on', async () => {
  const { app } = await start([{ name: 'database', check: async () => Promise.reject(new Error('down')) }]);

  expect((await app.inject('/health/live')).statusCode).toBe(200);
  expect((await app.inject('/metrics')).body).toContain('process_resident_memory_bytes');
});
