import { spawnSync } from 'node:child_process';

/** The path of a Chromium on this machine; as root on Debian it is installed when missing. null, with a word about it, where there is none. */
export function findChromium(): string | null {
  const look = () =>
    spawnSync('sh', ['-c', 'command -v chromium || command -v chromium-browser || command -v google-chrome'], { encoding: 'utf8' }).stdout.trim() || null;
  const found = look();
  if (found) return found;
  if (process.getuid?.() === 0)
    spawnSync('sh', ['-c', 'apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium'], { stdio: 'ignore' });
  const installed = look();
  if (!installed)
    console.warn('The browser tests are left out: no Chromium is on this machine. Install one (Debian: apt-get install chromium) and run them again.');
  return installed;
}
