import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mail, Mailer } from './mailer.ts';
import { oneLine } from './one-line.ts';

/** The mail as an RFC 5322 message that any mail program opens. */
export function messageOf({ to, subject, text }: Mail, { from, at, id }: { readonly from: string; readonly at: Date; readonly id: string }): string {
  const subjectEncoded = /^[\x20-\x7e]*$/.test(oneLine(subject)) ? oneLine(subject) : `=?UTF-8?B?${Buffer.from(oneLine(subject)).toString('base64')}?=`;
  const headers = [
    `From: ${from}`,
    `To: ${oneLine(to)}`,
    `Subject: ${subjectEncoded}`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${id}@gati.invalid>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
  ];
  const body = Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n');
  return `${headers.join('\r\n')}\r\n\r\n${body}\r\n`;
}

/** Writes each mail as an .eml file into a folder, for installations without a mail server; complete or not at all. */
export function createOutboxFolder({
  folder,
  from,
  now = () => new Date(),
}: {
  readonly folder: string;
  readonly from: string;
  readonly now?: () => Date;
}): Mailer {
  return {
    send: async (mail) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const at = now();
      const id = randomUUID();
      const temporary = join(folder, `.${id}`);
      await writeFile(temporary, messageOf(mail, { from, at, id }), { mode: 0o600 });
      await rename(temporary, join(folder, `${at.toISOString().replace(/[:.]/g, '-')}-${id}.eml`));
    },
    check: async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await access(folder, constants.W_OK);
    },
  };
}
