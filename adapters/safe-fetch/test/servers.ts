import { createSocket } from 'node:dgram';
import { webcrypto } from 'node:crypto';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { parseAllowedNetwork } from '../src/networks.ts';

/** What a name server knows of one name; a function is asked each time. `fails` answers SERVFAIL, `is silent` not at all. */
export interface Records {
  readonly A?: readonly string[] | (() => readonly string[]);
  readonly AAAA?: readonly string[];
  readonly TXT?: readonly string[] | (() => readonly string[]);
}
export type Zone = Record<string, Records | 'fails' | 'is silent'>;

const types: Readonly<Record<number, keyof Records>> = { 1: 'A', 16: 'TXT', 28: 'AAAA' };

/** A name server on this machine that speaks the protocol over UDP and counts what it is asked. */
export async function startNameServer(zone: Zone) {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const labels: string[] = [];
    let at = 12;
    while (message[at] !== 0) labels.push(message.toString('latin1', at + 1, (at += 1 + message[at]!)));
    const question = message.subarray(12, at + 5);
    const type = types[message.readUInt16BE(at + 1)];
    const name = labels.join('.').toLowerCase();
    asked.push(`${name} ${type}`);
    const known = zone[name];
    if (known === 'is silent') return;
    const found = typeof known === 'object' && type ? known[type] : undefined;
    const records = (typeof found === 'function' ? found() : (found ?? [])).map((value) => record(message.readUInt16BE(at + 1), dataOf(type!, value)));
    const header = Buffer.from(message.subarray(0, 12));
    header.writeUInt16BE(0x8580 | (known === 'fails' ? 2 : known === undefined ? 3 : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    header.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([header, question, ...records]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    zone,
    /** Every question since the start, as `name TYPE`. */
    asked,
    stop: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
}

const record = (type: number, data: Buffer): Buffer => {
  // The name is that of the question, to which it points; a class of IN; it may be kept for no time.
  const head = Buffer.from([0xc0, 12, type >> 8, type & 255, 0, 1, 0, 0, 0, 0, data.length >> 8, data.length & 255]);
  return Buffer.concat([head, data]);
};
const dataOf = (type: keyof Records, value: string): Buffer => {
  if (type === 'A') return Buffer.from(value.split('.').map(Number));
  if (type === 'AAAA') return Buffer.from(expand(value), 'hex');
  const text = Buffer.from(value);
  const chunks: Buffer[] = [];
  for (let start = 0; start < text.length; start += 255) {
    const chunk = text.subarray(start, start + 255);
    chunks.push(Buffer.from([chunk.length]), chunk);
  }
  return Buffer.concat(chunks);
};
const expand = (address: string): string => {
  const [head = '', tail = ''] = address.split('::');
  const groups = (part: string) => part.split(':').filter((group) => group !== '');
  const zeros = 8 - groups(head).length - groups(tail).length;
  return [...groups(head), ...Array.from({ length: address.includes('::') ? zeros : 0 }, () => '0'), ...groups(tail)]
    .map((group) => group.padStart(4, '0'))
    .join('');
};

/** A web server on this machine, with a certificate for these names where there are any. It counts what it is asked. */
export async function startWebServer(listener: RequestListener, names: readonly string[] = []) {
  const asked: string[] = [];
  const counted: RequestListener = (request, response) => {
    asked.push(`${request.headers.host}${request.url}`);
    return listener(request, response);
  };
  const certificate = names.length > 0 ? await makeCertificate(names) : null;
  const server = certificate ? createHttps(certificate, counted) : createHttp(counted);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    asked,
    /** That makes clients trust it; empty without TLS. */
    certificates: certificate ? [certificate.cert] : [],
    /** That lets a safe fetch reach it, and nothing else of this machine. */
    allowed: parseAllowedNetwork(`127.0.0.1:${port}`)!,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function makeCertificate(names: readonly string[]): Promise<{ readonly cert: string; readonly key: string }> {
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto as never);
  const keys = (await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${names[0]}`,
    notBefore: new Date(Date.now() - 60 * 60_000),
    notAfter: new Date(Date.now() + 24 * 60 * 60_000),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    keys: keys as never,
    extensions: [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value })))],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return { cert: certificate.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n` };
}
