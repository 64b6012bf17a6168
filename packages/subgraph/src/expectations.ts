import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** Requests whose client waits for «100 Continue» before it sends its body (RFC 9110, 10.1.1). */
const waiting = new WeakMap<IncomingMessage, ServerResponse>();

/** Whether the client still waits to be asked for the body. */
export const waitsForContinue = (request: IncomingMessage): boolean => waiting.has(request);

/** Asks a client that waits for its body; nothing for one that does not wait. */
export function askForBody(request: IncomingMessage): void {
  waiting.get(request)?.writeContinue();
  waiting.delete(request);
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route asks for the body itself, by `askForBody`, when it has decided to take it. */
    readonly asksForBody?: boolean;
  }
}

/**
 * Leaves «100 Continue» to the routes that say so, so that what is refused is refused before a byte of the body is sent; every other route asks at once, as Node does.
 * A client that was answered without being asked gets its connection closed: nobody could tell whether what it sends next is that body.
 * Called before any route is registered.
 */
export function handleExpectations(app: FastifyInstance): void {
  app.server.on('checkContinue', (request, response) => {
    waiting.set(request, response);
    app.routing(request, response);
  });
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.asksForBody !== true) askForBody(request.raw);
  });
  app.addHook('onSend', async (request, reply) => {
    if (waiting.delete(request.raw)) reply.header('connection', 'close');
  });
}
