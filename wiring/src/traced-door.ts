import { withRequestSpan } from '@gati/telemetry';
import type { FastifyPluginAsync } from 'fastify';

/**
 * A door whose requests are spans of the trace that their headers name, so that the jobs they queue belong to it.
 * Begun before anything else, because the OCI door answers before the server looks at a body, and reads the body itself.
 */
export const traced =
  (door: FastifyPluginAsync): FastifyPluginAsync =>
  async (app) => {
    app.addHook('onRequest', (request, reply, done) => {
      const isAnswered = () =>
        new Promise<void>((resolve) => {
          reply.raw.once('close', resolve);
          done();
        });
      // The route as it was registered, not as it was asked for: names of spans come from a closed set.
      void withRequestSpan(`${request.method} ${request.routeOptions.url ?? ''}`, request.headers, isAnswered);
    });
    await app.register(door);
  };
