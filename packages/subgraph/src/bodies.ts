import type { IncomingMessage } from 'node:http';
import { RegistryError } from '@gati/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addressBlock } from './address-block.ts';
import { waitsForContinue } from './expectations.ts';

/** How long bodies of requests may take to arrive, and what those that are kept in memory until they are whole may hold together. */
export interface BodyBounds {
  /** For all of a body that is kept. */
  readonly timeMs: number;
  /** A body that is kept comes at least at this rate, from `graceMs` on; the figures are Kestrel's (MinRequestBodyDataRate). */
  readonly bytesPerSecond: number;
  readonly graceMs: number;
  /** A body that is streamed may take its time, but not be silent for longer while somebody waits for it. */
  readonly silenceMs: number;
  /** What all bodies that are kept may hold. */
  readonly heldBytes: number;
  /** Of that, those of one address. */
  readonly heldBytesByAddress: number;
  /** How often the clock is looked at. */
  readonly everyMs: number;
}

const mib = 1024 * 1024;
export const defaultBodyBounds: BodyBounds = {
  timeMs: 30_000,
  bytesPerSecond: 240,
  graceMs: 5_000,
  silenceMs: 60_000,
  heldBytes: 64 * mib,
  heldBytesByAddress: 16 * mib,
  everyMs: 1_000,
};

/** How long a client should wait when there is no room for its body. */
const roomRetrySeconds = 5;

/** A body that was too slow (408), or for which there is no room now (503): what the client is told, and its HTTP status. */
export class BodyRefused extends Error {
  override readonly name = 'BodyRefused';
  readonly statusCode: 408 | 503;
  readonly refusal: RegistryError;
  constructor(statusCode: 408 | 503, refusal: RegistryError) {
    super(refusal.message);
    this.statusCode = statusCode;
    this.refusal = refusal;
  }
}
const noRoom = () => new BodyRefused(503, new RegistryError('RATE_LIMITED', { retryAfterSeconds: roomRetrySeconds }));
const tooSlow = (reason: string) => new BodyRefused(408, new RegistryError('BAD_USER_INPUT', { reason }));

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route passes the body on as it comes and never keeps it. So does one that `asksForBody`. */
    readonly streamsBody?: boolean;
  }
}

interface Kept {
  readonly raw: IncomingMessage;
  readonly reply: FastifyReply;
  readonly address: string;
  readonly startedAt: number;
  sizeBytes: number;
}
interface Streamed {
  readonly raw: IncomingMessage;
  seenBytes: number;
  seenAt: number;
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] !== undefined && headers['content-length'] !== '0');

/**
 * Ends requests whose body does not come: whoever holds a body back would otherwise hold its memory and its connection for ever.
 * What is refused is answered (408, 503) by the route's error handler and its connection closed; a stream that falls silent is cut off.
 * Called before any route is registered.
 */
export function boundBodies(app: FastifyInstance, given: Partial<BodyBounds> = {}): void {
  const bounds: BodyBounds = { ...defaultBodyBounds, ...given };
  const kept = new Set<Kept>();
  const streamed = new Set<Streamed>();
  const heldByAddress = new Map<string, number>();
  let heldBytes = 0;

  function hold(body: Kept, sizeBytes: number): void {
    body.sizeBytes += sizeBytes;
    heldBytes += sizeBytes;
    const ofAddress = (heldByAddress.get(body.address) ?? 0) + sizeBytes;
    if (ofAddress === 0) heldByAddress.delete(body.address);
    else heldByAddress.set(body.address, ofAddress);
    if (sizeBytes > 0 && (heldBytes > bounds.heldBytes || ofAddress > bounds.heldBytesByAddress)) refuse(body, noRoom());
  }
  function letGo(body: Kept): void {
    if (kept.delete(body)) hold(body, -body.sizeBytes);
  }
  /** Whoever reads the body meets an error, as when the connection had failed, and answers it. */
  function refuse(body: Kept, error: BodyRefused): void {
    letGo(body);
    if (body.reply.sent) return void body.raw.socket.destroy();
    void body.reply.header('connection', 'close');
    if (error.statusCode === 503) void body.reply.header('retry-after', String(roomRetrySeconds));
    body.raw.emit('error', error);
  }

  const isStreamed = ({ routeOptions: { config } }: FastifyRequest): boolean => config.asksForBody === true || config.streamsBody === true;
  app.addHook('onRequest', (request, _reply, done) => {
    const { raw } = request;
    if (isStreamed(request) && hasBody(raw)) streamed.add({ raw, seenBytes: raw.socket.bytesRead, seenAt: performance.now() });
    done();
  });
  app.addHook('preParsing', (request, reply, payload, done) => {
    const { raw } = request;
    if (!isStreamed(request) && hasBody(raw)) {
      const body: Kept = { raw, reply, address: addressBlock(request.ip), startedAt: performance.now(), sizeBytes: 0 };
      kept.add(body);
      raw.on('data', (piece: Buffer) => {
        if (kept.has(body)) hold(body, piece.length);
      });
      // Nobody may be reading any more when the body is refused.
      raw.on('error', () => undefined);
      raw.once('close', () => letGo(body));
    }
    done(null, payload);
  });

  function judgeKept(body: Kept, now: number): void {
    const tookMs = now - body.startedAt;
    if (body.raw.complete) return;
    if (tookMs > bounds.timeMs) return refuse(body, tooSlow(`The body did not arrive within ${Math.ceil(bounds.timeMs / 1000)} seconds.`));
    if (tookMs > bounds.graceMs && body.sizeBytes < (bounds.bytesPerSecond * tookMs) / 1000)
      refuse(body, tooSlow(`The body arrives more slowly than ${bounds.bytesPerSecond} bytes a second.`));
  }
  function judgeStreamed(body: Streamed, now: number): void {
    const { raw } = body;
    if (raw.complete || raw.destroyed) return void streamed.delete(body);
    const { bytesRead } = raw.socket;
    // What was not asked for, or waits here to be taken, is not the client's silence.
    if (bytesRead === body.seenBytes && raw.readableLength === 0 && !waitsForContinue(raw)) {
      if (now - body.seenAt > bounds.silenceMs) raw.socket.destroy();
      return;
    }
    body.seenBytes = bytesRead;
    body.seenAt = now;
  }
  const timer = setInterval(() => {
    const now = performance.now();
    for (const body of kept) judgeKept(body, now);
    for (const body of streamed) judgeStreamed(body, now);
  }, bounds.everyMs);
  timer.unref();
  app.addHook('onClose', async () => clearInterval(timer));
}
