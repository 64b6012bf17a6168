import { acme } from './acme.ts';
import { ada } from './ada.ts';
import { lumen } from './lumen.ts';
import type { DemoRelease } from './release.ts';

export type { DemoRelease } from './release.ts';

/** Rises when the demo world changes, so that an installation knows what it has. */
export const demoVersion = 1;

/** Who lives in the demo world. */
export const demoAccounts = [
  { handle: 'ada', email: 'ada@example.com' },
  { handle: 'grace', email: 'grace@example.com' },
] as const;

/** Its organizations, each with the account that owns it. */
export const demoOrganizations = [
  { handle: 'acme', displayName: 'Acme', owner: 'ada' },
  { handle: 'lumen', displayName: 'Lumen Labs', owner: 'grace' },
] as const;

/** Its releases by namespace, in the order in which they are published. */
export const demoReleases: Readonly<Record<'acme' | 'lumen' | 'ada', readonly DemoRelease[]>> = { acme, lumen, ada };
