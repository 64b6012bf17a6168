import { spawn } from 'node:child_process';

/** The program that opens a page, with its arguments: never a shell, because the address comes from a registry. Null for what is no web address. */
export function browserCommand(address: string, platform: NodeJS.Platform = process.platform): readonly [program: string, ...given: readonly string[]] | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) return null;
  if (platform === 'darwin') return ['open', url.href];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url.href];
  return ['xdg-open', url.href];
}

/** Opens a page in the user's browser if it can, and says nothing if it cannot: the address was printed, too. */
export function openBrowser(address: string, command = browserCommand(address)): void {
  if (!command) return;
  const [program, ...given] = command;
  const child = spawn(program, given, { stdio: 'ignore', detached: true, windowsHide: true });
  child.on('error', () => undefined);
  child.unref();
}
