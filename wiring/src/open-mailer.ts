import type { Settings } from '@gati/config';
import { createOutboxFolder, type Mailer } from '@gati/mailer';
import type { Closing } from './closing.ts';

/** The mail server that the settings name, else the outbox folder. */
export async function openMailer({
  settings: { smtpUrl, mailFrom, publicUrl },
  outbox,
  closing,
}: {
  readonly settings: Pick<Settings, 'smtpUrl' | 'mailFrom' | 'publicUrl'>;
  /** Folder for mails where there is no server. */
  readonly outbox: string;
  readonly closing: Closing;
}): Promise<Mailer> {
  const from = mailFrom ?? `registry@${new URL(publicUrl).hostname}`;
  if (smtpUrl === null) return createOutboxFolder({ folder: outbox, from });
  const { createSmtpMailer } = await import('@gati/mailer/smtp');
  const mailer = createSmtpMailer({ url: smtpUrl, from });
  closing.add('mailer', async () => mailer.close());
  return mailer;
}
