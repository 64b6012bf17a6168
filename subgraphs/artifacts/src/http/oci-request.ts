import type { RequestOrigin } from '@gati/authority';
import { parseRepository, type ArtifactName } from '@gati/identifiers';
import type { RateLimits } from '@gati/subgraph';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VisibilityWish } from '../ensure-artifact.ts';
import type { RepositoryAction } from '../rules/token-scopes.ts';
import type { ReadSide } from '../read-side.ts';
import type { WriteSide } from '../write-side.ts';
import type { Caller, CredentialPorts } from './credentials.ts';
import { OciRefusal } from './oci-errors.ts';

/** What the handlers of this door work with. */
export interface DoorDependencies extends CredentialPorts {
  readonly artifacts: WriteSide;
  readonly readBadge: ReadSide['readBadge'];
  /** The origin of the registry, without a slash at its end; never taken from a request. */
  readonly publicUrl: string;
  /** Left out: nothing is limited here. */
  readonly limits?: RateLimits<'read' | 'write' | 'publish' | 'token'>;
}

/** One request to a repository, with everything that its handler needs. */
export interface OciRequest {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly artifacts: WriteSide;
  readonly caller: Caller;
  /** As the client wrote it: the paths of answers use it. */
  readonly repository: string;
  readonly name: ArtifactName;
  readonly query: URLSearchParams;
}

/** Who asked from where, for the audit log. */
export const originOf = ({ ip, id }: FastifyRequest): RequestOrigin => ({ clientAddress: ip, requestId: id });

/** The query of a request, with parameters that come twice. */
export const queryOf = (request: FastifyRequest): URLSearchParams => new URLSearchParams((request.raw.url ?? '').split('?').slice(1).join('?'));

/** A repository's name as an artifact's. @throws NAME_INVALID for a push to what can be none; for reading, what cannot exist is just not there */
export function nameOf(repository: string, action: RepositoryAction): ArtifactName | null {
  const name = parseRepository(repository);
  if (name || action === 'pull') return name;
  throw new OciRefusal(
    400,
    'NAME_INVALID',
    `«${repository.slice(0, 150)}» is not like HANDLE/NAME in lower-case letters, digits, single hyphens, dots and underscores.`,
  );
}

/** What the push says about who may see a new artifact: the header `Gati-Visibility`. @throws for anything but public and private */
export function visibilityWishOf(request: FastifyRequest): VisibilityWish {
  const wish = request.headers['gati-visibility'];
  if (wish === undefined || wish === 'public') return null;
  if (wish === 'private') return 'private';
  throw new OciRefusal(400, 'UNSUPPORTED', 'The header Gati-Visibility is public or private.');
}

/** Whether the caller's token may be used for this; credentials without such a limit may for everything that their owner may. */
export const covers = ({ access, principal }: Caller, repository: string, action: RepositoryAction): boolean =>
  access === null ||
  (principal.kind === 'anonymous' && action === 'pull') ||
  access.some((entry) => entry.repository === repository && entry.actions.includes(action));
