import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findChromium } from '@gati/testkit/chromium';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPerson, moduleFiles, type Person } from '../src/gati.ts';
import { until } from '../src/process.ts';
import { shape, startRegistry, type Registry } from '../src/registry.ts';

const program = findChromium();

// The web server belongs to the one process that npm start runs.
describe.runIf(program !== null && shape === 'all-in-one')('a stranger with a browser and a terminal', () => {
  let registry: Registry;
  let browser: Browser;
  let page: Page;
  let person: Person;
  const faults: string[] = [];
  beforeAll(async () => {
    registry = await startRegistry({ hasDemo: true, hasWeb: true });
    await until('the start to end', async () => registry.process('all-in-one').output().includes('The registry is ready'), {
      patienceMs: 180_000,
      processes: registry.processes,
    });
    browser = await chromium.launch({ executablePath: program!, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    page = await browser.newPage({ baseURL: registry.url });
    page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
    page.on('pageerror', (error) => void faults.push(error.message));
    page.on('request', (request) => void (new URL(request.url()).origin === registry.url || faults.push(`a request to ${request.url()}`)));
    person = await createPerson(registry.url);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await person?.leave();
    await registry?.stop();
  });

  /** Looked at by people when something is wrong. */
  const picture = async (name: string) => {
    const folder = join(import.meta.dirname, '..', '..', 'test-results');
    await mkdir(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };
  const ready = () => page.waitForSelector('html[data-ready]');

  test('finds the demo world on the home page and by search, and reads an artifact', async () => {
    await page.goto('/');
    await ready();
    await picture('home');
    // Nobody installed anything yet, so nothing is said to be popular.
    for (const [column, count] of [
      ['First steps', 4],
      ['Updated', 6],
      ['New', 6],
    ] as const)
      expect(await page.getByRole('region', { name: column }).getByRole('listitem').count()).toBe(count);

    await page.keyboard.press('/');
    await page.keyboard.type('auth');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?.*auth/);
    await picture('search');
    await page.getByRole('link', { name: '@acme/auth', exact: true }).first().click();
    await page.waitForURL(/\/@acme\/auth/);
    await ready();
    await picture('artifact');
    const text = await page.locator('main').innerText();
    for (const wanted of ['Sessions and tokens', 'gati install @acme/auth', 'MIT', 'What it promises']) expect(text).toContain(wanted);
    for (const tab of ['Versions', 'Dependencies', 'Manifest', 'Security']) {
      await page
        .getByRole('link', { name: new RegExp(`^${tab}`) })
        .first()
        .click();
      await page.waitForURL(new RegExp(`/${tab.toLowerCase()}`));
      await picture(tab.toLowerCase());
    }
  });

  test('learns from the pages where the command comes from, and what every code means', async () => {
    await page.goto('/@acme/auth');
    await page.getByRole('link', { name: 'How to get gati' }).click();
    await page.waitForURL(/\/docs#gati$/);
    await ready();
    await picture('docs');
    expect(await page.locator('main').innerText()).toContain('npx --prefix <clone> gati');
    await page.getByRole('link', { name: 'Error codes', exact: true }).click();
    await page.waitForURL(/\/errors$/);
    await page.getByRole('link', { name: 'VERSION_EXISTS' }).click();
    await page.getByText('Publish the change under a higher version.').waitFor();
    await page.getByRole('link', { name: 'HTTP API' }).click();
    await page.waitForURL(/\/docs\/http$/);
    await page.setViewportSize({ width: 390, height: 844 });
    await picture('docs-http');
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.getByRole('link', { name: 'Gati', exact: true }).click();
    await page.waitForURL(`${registry.url}/`);
  });

  test('sees of what is quarantined that it is, and why', async () => {
    await page.goto('/@acme/legacy-tokens');
    await ready();
    await picture('quarantined');
    const text = await page.locator('main').innerText();
    expect(text).toContain('Quarantined.');
    expect(text).not.toContain('Nothing of it is published yet');
    expect(text).not.toContain('No description');
    await page.goto('/@acme/legacy-tokens/security');
    expect(await page.locator('main').innerText()).toContain('Signature');
  });

  test('signs up, approves the command, publishes, and watches every step live', async () => {
    await page.goto('/signup');
    await ready();
    await picture('signup');
    await page.getByLabel('Handle').fill('stranger');
    await page.getByLabel('E-mail').fill('stranger@example.com');
    await page.getByLabel('Password').fill('a password that is long');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/signup'));

    let said = () => '';
    const login = person.gati(['login'], { onStart: ({ stderr }) => void (said = stderr) });
    const [, address = '', code = ''] = await until('the code', async () => /Open (\S+)\s+and approve the code (\S+)/.exec(said()) ?? undefined);
    await page.goto(address);
    await ready();
    await page.getByLabel('Code').fill(code);
    await picture('device');
    await page.getByRole('button', { name: /Approve/ }).click();
    await page.getByText(/may now sign in/).waitFor();
    expect(await login).toMatchObject({ code: 0 });

    expect(await person.gati(['keys', 'generate', '--register', '@stranger'])).toMatchObject({ code: 0 });
    const lock = {
      name: 'x',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: { '': { name: 'x', version: '1.0.0', dependencies: { minimist: '1.2.0' } }, 'node_modules/minimist': { version: '1.2.0' } },
    };
    const folder = await person.folder('my-module', moduleFiles('@stranger/my-module', '1.0.0', {}, { 'package-lock.json': JSON.stringify(lock) }));
    // The page may be opened before anything is pushed.
    await page.goto('/@stranger/my-module/live?version=1.0.0');
    await ready();
    await page.getByText('Nothing was pushed under this version yet').waitFor();
    const publishing = person.gati(['publish', folder]);
    await page.getByText('Done', { exact: false }).first().waitFor({ timeout: 30_000 });
    await page.locator('[data-step="SCORE"][data-state="done"]').waitFor({ timeout: 30_000 });
    await picture('live');
    const steps = await page
      .locator('[data-step]')
      .evaluateAll((all) => all.map((one) => `${one.getAttribute('data-step')} ${one.getAttribute('data-state')}`));
    expect(
      steps.every((step) => step.endsWith('done')),
      steps.join(', '),
    ).toBe(true);
    const published = await publishing;
    expect(published, published.stderr).toMatchObject({ code: 0 });
    for (const step of ['upload', 'signature verified', 'harmful code', 'published', 'advisories', 'scored', 'searchable'])
      expect(published.stderr.toLowerCase()).toContain(step);
  });

  test('finds it in the web search, and the command finds it too', async () => {
    await page.goto('/search?text=my-module');
    await page.getByRole('link', { name: '@stranger/my-module' }).first().waitFor();
    expect((await person.gati(['search', 'my-module'])).stdout).toContain('@stranger/my-module');
  });

  test('no page said an error, and none asked another host for anything', () => {
    expect(faults).toEqual([]);
  });
});
