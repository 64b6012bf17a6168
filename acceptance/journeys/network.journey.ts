import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp } from '../src/client.ts';
import { startCuttingProxy, type CuttingProxy } from '../src/cutting-proxy.ts';
import { createPublisher, moduleFiles, type Person } from '../src/gati.ts';
import { startRegistry, type Registry } from '../src/registry.ts';

/** Noise, so that it stays as large as it is when it is packed. */
const payload = randomBytes(7 * 1024 ** 2);
/** Less than half of it: whoever begins anew each time never comes to an end. */
const most = 3 * 1024 ** 2;

let registry: Registry;
let proxy: CuttingProxy;
let person: Person;
beforeAll(async () => {
  proxy = await startCuttingProxy();
  registry = await startRegistry({ settings: { PUBLIC_URL: proxy.url } });
  proxy.leadTo(registry.url);
  const ada = await signUp(registry.url, 'ada');
  person = await createPublisher(proxy.url, ada);
});
afterAll(async () => {
  await person?.leave();
  await registry?.stop();
  await proxy?.close();
});

test('over a line that breaks again and again an artifact is published and installed, each going on where it was', async () => {
  const folder = await person.folder('large', { ...moduleFiles('@ada/large', '1.0.0'), 'data.bin': payload });
  proxy.cutAfter(most);
  const published = await person.gati(['publish', folder]);
  expect(published, published.stderr).toMatchObject({ code: 0 });
  const cutsUp = proxy.cuts();
  expect(cutsUp).toBeGreaterThanOrEqual(2);

  const app = await person.folder('app');
  const installed = await person.gati(['install', '@ada/large'], { cwd: app, environment: { XDG_CACHE_HOME: join(app, '.cache') } });
  expect(installed, installed.stderr).toMatchObject({ code: 0 });
  expect(proxy.cuts() - cutsUp).toBeGreaterThanOrEqual(2);
  expect(payload.equals(await readFile(join(app, 'gati_modules/@ada/large/data.bin')))).toBe(true);
});
