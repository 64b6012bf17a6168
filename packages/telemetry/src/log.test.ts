import { chmod, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@gati/testkit/folder';
import { expect, test, vi } from 'vitest';
import { createLog } from './log.ts';

test('credentials never reach the log, wherever a line carries them', async () => {
  const file = join(await temporaryFolder(), 'logs', 'gati.log');
  createLog({ process: 'test', file }).info(
    { req: { headers: { authorization: 'Bearer s3cret', cookie: 'sid=s3cret' } }, password: 's3cret', session: { refreshToken: 's3cret' } },
    'signed in',
  );

  const line = await vi.waitFor(async () => {
    const text = await readFile(file, 'utf8');
    expect(text).toContain('signed in');
    return text;
  }, 15_000);
  expect(line).not.toContain('s3cret');
  expect(JSON.parse(line)).toMatchObject({ process: 'test', msg: 'signed in' });
});

test('the folder of the log is its owner’s alone, made new or found open', async () => {
  const folder = join(await temporaryFolder(), 'logs');
  createLog({ process: 'test', file: join(folder, 'gati.log') });
  expect((await stat(folder)).mode & 0o077).toBe(0);

  const open = join(await temporaryFolder(), 'logs');
  await mkdir(open);
  await chmod(open, 0o755);
  createLog({ process: 'test', file: join(open, 'gati.log') });
  expect((await stat(open)).mode & 0o077).toBe(0);
});
