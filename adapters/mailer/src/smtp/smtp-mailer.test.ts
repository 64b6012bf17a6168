import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import { mailerContract } from '../contract.ts';
import { createSmtpMailer } from './smtp-mailer.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly message: string;
}

/** A real SMTP server on a port of its own that keeps what it takes. */
async function startServer(options: SMTPServerOptions = {}) {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    ...options,
    onData: (stream, { envelope }, done) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        received.push({ from, to: envelope.rcptTo.map(({ address }) => address), message: Buffer.concat(pieces).toString('utf8') });
        done();
      });
    },
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  cleanups.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { received, port: (server.server.address() as AddressInfo).port };
}
function open(url: string) {
  const mailer = createSmtpMailer({ url, from: 'registry@example.com' });
  cleanups.push(mailer.close);
  return mailer;
}

/** Subject and text as a mail program shows them (RFC 2047, RFC 2045). */
function read({ to, message }: Received) {
  const [head = '', ...rest] = message.split('\r\n\r\n');
  const unfolded = head.replaceAll(/\r\n[ \t]+/g, ' ');
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? '';
  const decodeWord = (text: string) =>
    text
      .replaceAll(/\?=\s+=\?/g, '?==?')
      .replaceAll(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_, word: string) => Buffer.from(word, 'base64').toString())
      .replaceAll(/=\?UTF-8\?Q\?([^?]*)\?=/gi, (_, word: string) => decodeQuoted(word.replaceAll('_', ' ')));
  const decodeQuoted = (text: string) =>
    Buffer.from(
      text.replaceAll('=\r\n', '').replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
      'latin1',
    ).toString('utf8');
  const body = rest.join('\r\n\r\n');
  const encoding = header('Content-Transfer-Encoding').toLowerCase();
  const text = encoding === 'base64' ? Buffer.from(body, 'base64').toString() : encoding === 'quoted-printable' ? decodeQuoted(body) : body;
  return { to: to.join(','), subject: decodeWord(header('Subject')), text: text.replaceAll('\r\n', '\n').replace(/\n$/, '') };
}

mailerContract('an SMTP server', async () => {
  const { received, port } = await startServer();
  return { mailer: open(`smtp://127.0.0.1:${port}`), arrived: async () => received.map(read) };
});

describe('an SMTP mailer', () => {
  const mail = { to: 'ada@example.com', subject: 'Hello', text: 'x' };

  test('sends to one address alone, whatever stands in it', async () => {
    const { received, port } = await startServer();
    const mailer = open(`smtp://127.0.0.1:${port}`);
    for (const to of ['ada@example.com, eve@example.com', 'ada@example.com\r\nRCPT TO:<eve@example.com>', 'Eve <eve@example.com>'])
      await mailer.send({ ...mail, to }).catch(() => {});
    for (const { to } of received) {
      expect(to).toHaveLength(1);
      expect(to).not.toContain('eve@example.com');
    }
    await mailer.send(mail);
    expect(received.at(-1)).toMatchObject({ from: 'registry@example.com', to: ['ada@example.com'] });
  });

  test('signs in with name and password, written in the address with whatever they hold', async () => {
    const seen: string[] = [];
    const { received, port } = await startServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, done) => {
        seen.push(`${username} ${password}`);
        done(null, { user: 'known' });
      },
    });
    await open(`smtp://re%40gistry:p%3Ass%2Fword@127.0.0.1:${port}`).send(mail);
    expect(seen).toEqual(['re@gistry p:ss/word']);
    expect(received).toHaveLength(1);
  });

  test('throws when the server does not take it, and says so when asked', async () => {
    const { port } = await startServer({ onRcptTo: (_, __, done) => done(new Error('no such mailbox')) });
    await expect(open(`smtp://127.0.0.1:${port}`).send(mail)).rejects.toThrow();
    await expect(open(`smtp://127.0.0.1:${port}`).check()).resolves.toBeUndefined();

    const unused = createServer().listen(0, '127.0.0.1');
    await once(unused, 'listening');
    const { port: closedPort } = unused.address() as AddressInfo;
    unused.close();
    await expect(open(`smtp://127.0.0.1:${closedPort}`).check()).rejects.toThrow();
    await expect(open(`smtp://127.0.0.1:${closedPort}`).send(mail)).rejects.toThrow();
  });

  test('no password leaves this machine in the clear', async () => {
    const { port } = await startServer({ allowInsecureAuth: true, onAuth: (_, __, done) => done(null, { user: 'known' }) });
    // An address of this machine that is not written like one, as every other server's is not.
    await expect(open(`smtp://user:secret@0.0.0.0:${port}`).send(mail)).rejects.toThrow(/TLS/i);
    await expect(open(`smtp://0.0.0.0:${port}`).send(mail)).resolves.toBeUndefined();
  });
});
