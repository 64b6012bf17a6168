import { createTransport } from 'nodemailer';
import { oneLine } from '../one-line.ts';
import type { Mailer } from '../mailer.ts';

export interface SmtpMailer extends Mailer {
  /** Ends the connections; what is under way is given up. */
  readonly close: () => void;
}

/** A server that does not answer must not hold a worker: RFC 5321, 4.5.3.2 allows minutes, and the job tries again. */
const patienceMs = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 };
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Hands mails to a mail server over a few connections that are kept.
 * A name and a password are sent over TLS alone, unless the server is on this machine.
 * @param url  `smtp://[user:password@]host[:port]` (STARTTLS where the server offers it), or `smtps://` (TLS from the beginning)
 * @param from  address that the mails come from
 */
export function createSmtpMailer({ url, from }: { readonly url: string; readonly from: string }): SmtpMailer {
  const { protocol, hostname, port, username, password } = new URL(url);
  const isSecure = protocol === 'smtps:';
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isSecure ? 465 : 587) : Number(port),
    secure: isSecure,
    requireTLS: !isSecure && username !== '' && !loopback.has(hostname),
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    pool: true,
    maxConnections: 2,
    // What is sent is text of ours alone: nothing in it may make the mailer read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...patienceMs,
  });
  return {
    // As an object with no display name, so that nothing in an address is read as a second one.
    send: async ({ to, subject, text }) =>
      void (await transport.sendMail({ from: { name: '', address: from }, to: { name: '', address: oneLine(to) }, subject: oneLine(subject), text })),
    check: async () => void (await transport.verify()),
    close: () => transport.close(),
  };
}
