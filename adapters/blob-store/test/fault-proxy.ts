import { Agent, createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** What can go wrong between a client and an S3 service, or in one that is sick. */
export const faults = [
  /** Overloaded: refused before anything happened. */
  'refused',
  /** Done, and told as failed. */
  'done but 503',
  /** Done, and the connection is cut before the answer. */
  'done but cut',
  /** Cut before anything happened. */
  'cut',
  /** The body of the answer breaks off in the middle. */
  'short body',
  /** The body stands still in the middle. */
  'stalled body',
  /** The body is shorter than it should be, and its length says so too. */
  'truncated',
  /** One byte of the answer's body is another. */
  'flipped answer',
  /** One byte of what is sent is another when it arrives. */
  'flipped request',
  /** A stored part without its ETag. */
  'lost ETag',
  /** Slower than usual. */
  'slow',
] as const;
export type Fault = (typeof faults)[number];

/** Whether the bytes of an object are asked for: lists are small documents, and what they get wrong shows in them. */
export const asksForBytes = ({ method, url = '' }: IncomingMessage): boolean => method === 'GET' && !/[?&](?:list-type|uploads)/.test(url);

const anywhere: readonly Fault[] = ['refused', 'done but 503', 'done but cut', 'cut', 'slow'];
/** Those that can be done to a request. */
export const faultsFor = (request: IncomingMessage): readonly Fault[] =>
  asksForBytes(request)
    ? ['refused', 'cut', 'short body', 'stalled body', 'truncated', 'flipped answer']
    : request.method === 'PUT'
      ? [...anywhere, 'flipped request', 'lost ETag']
      : anywhere;

export interface FaultProxy {
  readonly endpoint: string;
  /** Asked for each request; null lets it pass. */
  choose: (request: IncomingMessage) => Fault | null;
  /** How often each fault was done. */
  readonly done: Map<Fault, number>;
  /** How many requests came. */
  requests: number;
  readonly close: () => Promise<void>;
}

/** Passes requests on unchanged, signed host included, but for the faults that are chosen. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port } = new URL(target);
  const agent = new Agent({ keepAlive: true });

  const passOn = (request: IncomingMessage, body: Buffer): Promise<{ readonly answer: IncomingMessage; readonly bytes: Buffer }> =>
    new Promise((resolve, reject) => {
      const passed = ask({ hostname, port, method: request.method, path: request.url, headers: request.headers, agent }, (answer) => {
        collect(answer).then((bytes) => resolve({ answer, bytes }), reject);
      });
      passed.once('error', reject);
      passed.end(body);
    });

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await collect(request);
    const fault = proxy.choose(request);
    const done = (): void => void (fault && proxy.done.set(fault, (proxy.done.get(fault) ?? 0) + 1));
    const cut = (): void => void response.destroy();
    const sayBusy = (): void => {
      const text = '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>';
      response.writeHead(503, { 'content-type': 'application/xml', 'content-length': String(text.length) }).end(text);
    };
    if (fault === 'refused') return (done(), sayBusy());
    if (fault === 'cut') return (done(), cut());
    if (fault === 'slow') await wait(30);
    if (fault === 'flipped request' && body.length > 0) {
      body[Math.floor(body.length / 2)]! ^= 1;
      done();
    }
    const { answer, bytes } = await passOn(request, body);
    if (fault === 'done but 503') return (done(), sayBusy());
    if (fault === 'done but cut') return (done(), cut());
    const headers = { ...answer.headers };
    const isBody = asksForBytes(request) && (answer.statusCode ?? 500) < 300 && bytes.length > 1;
    if (fault === 'lost ETag' && request.method === 'PUT') {
      delete headers.etag;
      done();
    }
    if (fault === 'slow') done();
    if (isBody && fault === 'flipped answer') {
      bytes[Math.floor(bytes.length / 3)]! ^= 1;
      done();
    }
    const half = Math.floor(bytes.length / 2);
    if (isBody && fault === 'truncated') {
      done();
      response.writeHead(answer.statusCode ?? 500, { ...headers, 'content-length': String(half) }).end(bytes.subarray(0, half));
      return;
    }
    response.writeHead(answer.statusCode ?? 500, headers);
    if (isBody && (fault === 'short body' || fault === 'stalled body')) {
      done();
      response.write(bytes.subarray(0, half), fault === 'short body' ? cut : undefined);
      return;
    }
    response.end(bytes);
  };

  const server = createServer((request, response) => {
    proxy.requests++;
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: FaultProxy = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    choose: () => null,
    done: new Map(),
    requests: 0,
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

async function collect(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}
