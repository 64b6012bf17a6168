import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { browserCommand, openBrowser } from './open-browser.ts';

test.each([
  ['linux', ['xdg-open', 'https://gati.example/device?code=A&x=%22']],
  ['freebsd', ['xdg-open', 'https://gati.example/device?code=A&x=%22']],
  ['darwin', ['open', 'https://gati.example/device?code=A&x=%22']],
  ['win32', ['rundll32', 'url.dll,FileProtocolHandler', 'https://gati.example/device?code=A&x=%22']],
] as const)('on %s a page is opened without a shell, its address as one argument', (platform, command) => {
  expect(browserCommand('https://gati.example/device?code=A&x="', platform)).toEqual(command);
});

test.each(['javascript:alert(1)', 'file:///etc/passwd', '--help', 'gati.example', ''])('«%s» is no page to open', (address) => {
  expect(browserCommand(address)).toBeNull();
  expect(() => openBrowser(address)).not.toThrow();
});

test('a machine without the program goes on as if nothing had been tried', async () => {
  openBrowser('http://127.0.0.1', ['there-is-no-such-program', 'http://127.0.0.1']);
  await pause(50);
});
