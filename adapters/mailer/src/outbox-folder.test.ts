import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@gati/testkit/folder';
import { mailerContract } from './contract.ts';
import { createOutboxFolder } from './outbox-folder.ts';

mailerContract('the outbox folder', async () => {
  const folder = await temporaryFolder();
  return { mailer: createOutboxFolder({ folder, from: 'registry@example.com' }), arrived: () => readOutbox(folder) };
});

async function readOutbox(folder: string) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml')).sort();
  return Promise.all(
    names.map(async (name) => {
      const [head = '', body = ''] = (await readFile(join(folder, name), 'utf8')).split('\r\n\r\n');
      const header = (wanted: string) => head.split('\r\n').flatMap((line) => (line.startsWith(`${wanted}: `) ? [line.slice(wanted.length + 2)] : []))[0] ?? '';
      return { to: header('To'), subject: header('Subject'), text: Buffer.from(body, 'base64').toString('utf8') };
    }),
  );
}
