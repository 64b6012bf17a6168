import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { digestOf } from '@gati/identifiers';

/** A part as its sender announced it. */
export interface AnnouncedPart {
  readonly offset: number;
  readonly size: number;
  readonly digest: string;
}

export interface PartLink {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What goes wrong on purpose: the next requests with these outcomes. */
export type PartFault = 'expired' | 'cut' | 'done but cut' | 'down';

/** Stands for the bucket behind a registry: an origin of its own, where each link takes its bytes alone, once. */
export interface PartStore {
  readonly sign: (session: string, part: AnnouncedPart) => PartLink;
  /** The bytes that follow those the session has, without a gap; they are the session's from now on. */
  readonly take: (session: string, from: number) => Uint8Array;
  readonly faults: PartFault[];
  /** What came, in order. */
  readonly requests: { readonly offset: number; readonly status: number; readonly authorization: string | undefined }[];
  /** The most that were under way at once. */
  atOnceMax: number;
  readonly close: () => Promise<void>;
}

export async function startPartStore(): Promise<PartStore> {
  const links = new Map<string, AnnouncedPart & { readonly session: string; isTaken: boolean }>();
  const parts = new Map<string, Map<number, Buffer>>();
  let atOnce = 0;

  const server = createServer((request, response) => {
    store.atOnceMax = Math.max(store.atOnceMax, ++atOnce);
    response.once('close', () => atOnce--);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const link = links.get(request.url ?? '');
      const body = Buffer.concat(chunks);
      const fault = store.faults.shift();
      const isWhole = link && request.headers['x-part-digest'] === link.digest && body.length === link.size && digestOf(body) === link.digest;
      const isDown = fault === 'down' || fault === 'cut';
      const status = isDown ? 503 : !link || fault === 'expired' ? 403 : !isWhole ? 400 : link.isTaken ? 412 : 200;
      store.requests.push({ offset: link?.offset ?? -1, status, authorization: request.headers.authorization });
      if (link && status === 200) {
        link.isTaken = true;
        parts.set(link.session, (parts.get(link.session) ?? new Map<number, Buffer>()).set(link.offset, body));
      }
      if (fault === 'cut' || fault === 'done but cut') return void request.socket.destroy();
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const store: PartStore = {
    sign: (session, part) => {
      const path = `/${randomUUID()}`;
      links.set(path, { ...part, session, isTaken: false });
      return { url: `${origin}${path}`, headers: { 'x-part-digest': part.digest } };
    },
    take: (session, from) => {
      const own = parts.get(session) ?? new Map<number, Buffer>();
      const taken: Buffer[] = [];
      for (let at = from, next = own.get(at); next; at += next.length, next = own.get(at)) taken.push(next);
      return Buffer.concat(taken);
    },
    faults: [],
    requests: [],
    atOnceMax: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return store;
}
