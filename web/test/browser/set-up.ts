import { findChromium } from '@gati/testkit/chromium';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { startBrowser } from './browser.ts';
import { type Site, startSite } from './site.ts';

/** What tests in Chromium find there: it exists while they run. */
export interface Here {
  readonly site: Site;
  readonly browser: Browser;
  /** How often the registry was asked for this operation. */
  readonly asks: (operation: string) => number;
}

const chromium = findChromium();

/** Tests that need the built web app over the fake registry and a browser; skipped, and said to be, where there is no Chromium.
 *  @param hasSite  false where every test begins a world of its own */
export function describeInBrowser(name: string, tests: (here: Here) => void, { hasSite = true }: { hasSite?: boolean } = {}): void {
  describe.skipIf(chromium === null)(name, () => {
    const world: { site?: Site; browser?: Browser } = {};
    beforeAll(async () => {
      const [site, browser] = await Promise.all([hasSite ? startSite() : undefined, startBrowser(chromium ?? '')]);
      Object.assign(world, { site, browser });
    });
    afterAll(async () => {
      await world.browser?.close();
      await world.site?.stop();
    });
    const started = <Part>(part: Part | undefined): Part => {
      if (part === undefined) throw new Error('There is none before the tests run.');
      return part;
    };
    tests({
      get site() {
        return started(world.site);
      },
      get browser() {
        return started(world.browser);
      },
      asks: (operation) => started(world.site).registry.operations.filter((asked) => asked === operation).length,
    });
  });
}
