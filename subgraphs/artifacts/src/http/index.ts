import type { FastifyPluginAsync, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { badgeRoute } from './badges.ts';
import { createChallenges } from './challenge.ts';
import { inertHeaders } from './content-headers.ts';
import { downloadRoute } from './downloads.ts';
import { ociDoor } from './oci-door.ts';
import type { DoorDependencies } from './oci-request.ts';
import { tokenRoute } from './token.ts';

export type { DoorDependencies as ArtifactsRoutesDependencies } from './oci-request.ts';
export type { CredentialPorts, TokenAccess } from './credentials.ts';

/**
 * The HTTP routes of artifacts: `/v2/…` (OCI Distribution 1.1), `/v2/token`, `/downloads/<ticket>`, `/badges/@<handle>/<name>/<kind>.svg`.
 * They answer before the server looks at a body: bodies are streams that only their use case reads, and who has no credentials learns nothing of what is wrong with the rest.
 * The address of a client is Fastify's `request.ip`, so whoever makes the server decides which proxies are trusted.
 */
export const createArtifactsRoutes = (dependencies: DoorDependencies): FastifyPluginAsync => {
  const challenges = createChallenges(dependencies.publicUrl);
  return async (app) => {
    app.addHook('onRequest', async (request, reply) => {
      reply.headers(inertHeaders);
      if (request.url.startsWith('/v2')) reply.header('docker-distribution-api-version', 'registry/2.0');
    });
    const serve = (url: string, method: readonly HTTPMethods[], answer: Answer): void =>
      void app.route({
        url,
        method: [...method],
        exposeHeadRoute: false,
        config: { asksForBody: true },
        onRequest: answer,
        handler: (_, reply) => reply.code(500).send(),
      });
    const door = ociDoor(dependencies, challenges);
    serve('/v2/token', ['GET', 'POST'], tokenRoute(dependencies, challenges));
    serve('/v2', ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'], door);
    serve('/v2/*', ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'], door);
    serve('/downloads/*', ['GET', 'HEAD'], downloadRoute(dependencies.artifacts, dependencies.limits));
    serve('/badges/*', ['GET', 'HEAD'], badgeRoute(dependencies.readBadge));
  };
};

/** Answers a request before its body is looked at. */
type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
