import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

/** The workspace's root: dependencies and workspace packages live there. */
const root = fileURLToPath(new URL('..', import.meta.url));

/** Nothing here depends on where the app will run: addresses and secrets are read when it runs (server/settings.ts). */
const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: root,
  turbopack: { root },
  transpilePackages: ['@gati/errors'],
  poweredByHeader: false,
  // Types are checked with the rest of the workspace, not again at every build.
  typescript: { ignoreBuildErrors: true },
  // Titles belong in the head of the first bytes, for readers without JavaScript too.
  htmlLimitedBots: /.*/,
  images: { unoptimized: true },
};

export default config;
