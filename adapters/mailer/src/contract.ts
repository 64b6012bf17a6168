import { describe, expect, test } from 'vitest';
import type { Mailer } from './mailer.ts';

interface Arrived {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** What every mailer must hold; run once for each vendor. `arrived` reads what was delivered, in the order it was sent. */
export function mailerContract(name: string, open: () => Promise<{ readonly mailer: Mailer; readonly arrived: () => Promise<readonly Arrived[]> }>): void {
  describe(`${name} as mailer`, () => {
    test('a mail arrives with its text as it was written', async () => {
      const { mailer, arrived } = await open();
      const mail = { to: 'ada@example.com', subject: 'Confirm your address', text: 'Zeile 1\nZeile 2 – ünïcode\n.\nend' };
      await mailer.send(mail);

      expect(await arrived()).toEqual([mail]);
    });

    test('a line break in a subject or address begins no header', async () => {
      const { mailer, arrived } = await open();
      await mailer.send({ to: 'ada@example.com', subject: 'Hello\r\nBcc: everyone@example.com', text: 'x' });

      expect((await arrived())[0]?.subject).toBe('Hello Bcc: everyone@example.com');
    });
  });
}
