import { expect, test } from 'vitest';
import { freePort } from './free-port.ts';

test('no port is given twice, asked for at once or one after the other', async () => {
  const ports: number[] = [];
  for (let round = 0; round < 40; round++) ports.push(...(await Promise.all(Array.from({ length: 50 }, freePort))));
  expect(new Set(ports).size).toBe(ports.length);
});
