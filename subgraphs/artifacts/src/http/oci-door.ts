import { isRegistryError, RegistryError, type OciCode } from '@gati/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RepositoryAction } from '../rules/token-scopes.ts';
import { deleteBlob, getBlob } from './blobs.ts';
import type { Challenges } from './challenge.ts';
import { identify, type Caller } from './credentials.ts';
import { deleteManifest, getManifest, putManifest } from './manifests.ts';
import { answerOf, OciRefusal } from './oci-errors.ts';
import { parseOciPath, type OciPath } from './oci-path.ts';
import { covers, nameOf, queryOf, type DoorDependencies, type OciRequest } from './oci-request.ts';
import { getReferrers } from './referrers.ts';
import { getTags } from './tags.ts';
import { deleteUpload, getUpload, patchUpload, postPart, postUpload, putUpload } from './uploads.ts';

/** What a method does at a place: the right it needs, what it counts as, and its handler. */
interface Operation {
  readonly action: RepositoryAction;
  readonly rate: 'read' | 'write' | 'publish';
  readonly handle: (oci: OciRequest) => Promise<FastifyReply>;
}

/** A place below `/v2/`: the specification's code for what is missing there, and what can be done. */
interface Place {
  readonly repository: string;
  readonly unknown: OciCode;
  readonly operations: Readonly<Record<string, Operation>>;
}

function placeOf(path: OciPath): Place | null {
  const pull = (handle: Operation['handle']): Operation => ({ action: 'pull', rate: 'read', handle });
  const push = (handle: Operation['handle']): Operation => ({ action: 'push', rate: 'write', handle });
  const remove = (handle: Operation['handle']): Operation => ({ action: 'delete', rate: 'publish', handle });
  switch (path.kind) {
    case 'blob': {
      const get = pull((oci) => getBlob(oci, path.digest));
      return {
        repository: path.repository,
        unknown: 'BLOB_UNKNOWN',
        operations: { GET: get, HEAD: get, DELETE: remove((oci) => deleteBlob(oci, path.digest)) },
      };
    }
    case 'uploads':
      return { repository: path.repository, unknown: 'NAME_UNKNOWN', operations: { POST: push(postUpload) } };
    case 'upload': {
      const { repository, uploadId } = path;
      const operations = {
        GET: push((oci) => getUpload(oci, uploadId)),
        PATCH: push((oci) => patchUpload(oci, uploadId)),
        PUT: push((oci) => putUpload(oci, uploadId)),
        DELETE: push((oci) => deleteUpload(oci, uploadId)),
        POST: push((oci) => postPart(oci, uploadId)),
      };
      return { repository, unknown: 'BLOB_UPLOAD_UNKNOWN', operations };
    }
    case 'manifest': {
      const get = pull((oci) => getManifest(oci, path.reference));
      const operations = {
        GET: get,
        HEAD: get,
        PUT: { ...push((oci) => putManifest(oci, path.reference)), rate: 'publish' as const },
        DELETE: remove((oci) => deleteManifest(oci, path.reference)),
      };
      return { repository: path.repository, unknown: 'MANIFEST_UNKNOWN', operations };
    }
    case 'tags':
      return { repository: path.repository, unknown: 'NAME_UNKNOWN', operations: { GET: pull(getTags) } };
    case 'referrers':
      return { repository: path.repository, unknown: 'NAME_UNKNOWN', operations: { GET: pull((oci) => getReferrers(oci, path.digest)) } };
    default:
      return null;
  }
}

/** What a client has to ask a token for, to do this. */
const scopeOf = (repository: string, action: RepositoryAction): string =>
  `repository:${repository}:${action === 'pull' ? 'pull' : action === 'push' ? 'pull,push' : 'pull,push,delete'}`;

/** Everything below `/v2/` but the token route: who asks → place → one use case → its answer. */
export const ociDoor = (dependencies: DoorDependencies, challenges: Challenges) => {
  const { artifacts } = dependencies;

  /** The token must be good for this, beside its owner's rights. Where both are missing the answer is that of the rights, so that a token tells nobody what is there. */
  const assertCovered = async ({ caller, name, repository }: OciRequest, action: RepositoryAction): Promise<void> => {
    if (covers(caller, repository, action)) return;
    if (action === 'pull') await artifacts.access.forReading(caller.principal, name);
    else await artifacts.access.forPushing(caller.principal, name);
    throw new RegistryError('UNAUTHENTICATED', { reason: `This token is not good for ${action} in ${repository}.` });
  };

  const take = async (rate: Operation['rate'], { ip: address }: FastifyRequest, reply: FastifyReply, caller: Caller['principal'] | null): Promise<void> =>
    dependencies.limits?.take(rate, { caller, address }, (headers) => reply.headers(headers));

  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const path = parseOciPath((request.raw.url ?? '').split('?', 1)[0] ?? '');
    const place = placeOf(path);
    const operation = place && Object.hasOwn(place.operations, request.method) ? place.operations[request.method] : undefined;
    let caller: Caller | null = null;
    try {
      caller = await identify(dependencies, request.headers.authorization, request.ip).catch(async (error: unknown) => {
        await take('read', request, reply, null);
        throw error;
      });
      await take(operation?.rate ?? 'read', request, reply, caller.principal);
      if (path.kind === 'base' && (request.method === 'GET' || request.method === 'HEAD')) return reply.send({});
      if (!place) throw new OciRefusal(404, 'UNSUPPORTED', 'There is nothing here; a catalogue of repositories is not offered.');
      if (!operation) throw new OciRefusal(405, 'UNSUPPORTED', `${request.method} is not possible here.`, { allow: Object.keys(place.operations).join(', ') });
      const name = nameOf(place.repository, operation.action);
      if (!name) throw new RegistryError('NOT_FOUND', { reference: place.repository.slice(0, 150) });
      const oci: OciRequest = { request, reply, artifacts, caller, repository: place.repository, name, query: queryOf(request) };
      await assertCovered(oci, operation.action);
      return await operation.handle(oci);
    } catch (error) {
      const { status, headers, body } = answerOf(error, place?.unknown ?? 'UNSUPPORTED', request.id);
      if (status === 401) {
        const fault = isRegistryError(error) && caller?.access ? 'insufficient_scope' : request.headers.authorization === undefined ? null : 'invalid_token';
        reply.header('www-authenticate', challenges.bearer({ scope: place && operation ? scopeOf(place.repository, operation.action) : null, error: fault }));
      }
      // A client that went away in the midst is no fault of ours.
      if (status >= 500 && !request.raw.errored) request.log.error({ err: error }, 'a request to /v2 failed');
      return reply
        .code(status)
        .headers({ ...headers, 'cache-control': 'private, no-store', 'content-type': 'application/json; charset=utf-8' })
        .send(body);
    }
  };
};
