import type { MemberRole, PublisherQuery, VerificationKind } from '#web/gql/graphql.ts';
import { ArtifactRow } from '#web/design/artifact-row.tsx';
import { VerifiedMark } from '#web/design/badge.tsx';
import { Copy } from '#web/design/copy.client.tsx';
import { counted, date, shortDigest } from '#web/design/format.ts';
import { publisherPath } from '#web/design/paths.ts';
import { releaseSpine } from '#web/design/release-spine.ts';
import { FailedSection } from '#web/design/strip.tsx';
import { failureAt, type Failure } from '#web/server/answer.ts';

type Namespace = NonNullable<PublisherQuery['namespace']>;

/** Artifacts on one page. */
export const artifactsPerPage = 30;

/** Who publishes: what is proved about them, what they publish, who they are, and the keys that sign. */
export function Publisher({
  namespace,
  failures,
  isFirstPage,
  isOwn,
}: {
  namespace: Namespace;
  failures: readonly Failure[];
  isFirstPage: boolean;
  isOwn: boolean;
}) {
  return (
    <div className="grid gap-5">
      <header className="grid gap-1">
        <div className="flex flex-wrap items-baseline gap-x-4">
          <h1>{namespace.displayName}</h1>
          <VerifiedMark badges={namespace.badges} />
        </div>
        <p className="quiet">
          <span className="mono">@{namespace.handle}</span> · {namespace.kind === 'ORGANIZATION' ? 'organization' : 'user'}
        </p>
      </header>
      <div className="sidebar-right">
        <Artifacts namespace={namespace} failures={failures} isFirstPage={isFirstPage} isOwn={isOwn} />
        <div className="grid content-start gap-5">
          <Proofs namespace={namespace} />
          <Members namespace={namespace} />
          <Keys namespace={namespace} failures={failures} />
        </div>
      </div>
    </div>
  );
}

function Artifacts({ namespace, failures, isFirstPage, isOwn }: { namespace: Namespace; failures: readonly Failure[]; isFirstPage: boolean; isOwn: boolean }) {
  const failure = failureAt(failures, 'namespace.artifacts');
  const { artifacts } = namespace;
  const path = publisherPath(namespace.handle);
  return (
    <section aria-labelledby="artifacts">
      <h2 id="artifacts" className="column-head">
        {artifacts ? counted(artifacts.totalCount, 'artifact') : 'Artifacts'}
      </h2>
      {!artifacts && failure && <FailedSection failure={failure} section="The list of artifacts" retry={path} />}
      {artifacts?.nodes.length === 0 && (
        <p className="quiet pt-3">
          @{namespace.handle} has published nothing yet.{' '}
          {isOwn && (
            <>
              Publish a folder with <code>gati publish</code>: <a href="/docs#publish">how</a>.
            </>
          )}
        </p>
      )}
      {artifacts && artifacts.nodes.length > 0 && (
        <ol className="rows">
          {artifacts.nodes.map((artifact) => (
            <ArtifactRow key={artifact.name} artifact={artifact} ticks={releaseSpine(artifact.versions.nodes, artifact.timescape?.edges ?? [])} />
          ))}
        </ol>
      )}
      {artifacts && (!isFirstPage || artifacts.pageInfo.hasNextPage) && (
        <nav aria-label="Pages" className="flex gap-5 pt-4">
          {!isFirstPage && <a href={path}>First page</a>}
          {artifacts.pageInfo.hasNextPage && artifacts.pageInfo.endCursor && (
            <a href={`${path}?after=${encodeURIComponent(artifacts.pageInfo.endCursor)}`}>Next {artifactsPerPage}</a>
          )}
        </nav>
      )}
    </section>
  );
}

const proofs: Record<VerificationKind, string> = { DOMAIN: 'domain', GITHUB: 'GitHub', SOCIAL: 'social account' };

function Proofs({ namespace }: { namespace: Namespace }) {
  return (
    <section aria-labelledby="proofs" className="grid gap-2">
      <h2 id="proofs" className="column-head">
        Proofs
      </h2>
      {namespace.badges.length === 0 && <p className="small quiet">Nothing is proved about this publisher.</p>}
      <ul className="grid gap-2">
        {namespace.badges.map(({ kind, subject, verifiedAt }) => (
          <li key={`${kind} ${subject}`}>
            {subject}{' '}
            <span className="small quiet">
              {proofs[kind]}, last proved on {date(verifiedAt)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const roles: Record<MemberRole, string> = { OWNER: 'owner', ADMIN: 'admin', WRITE: 'may publish', READ: 'may read' };

function Members({ namespace: { members } }: { namespace: Namespace }) {
  if (members.nodes.length === 0) return null;
  return (
    <section aria-labelledby="members" className="grid gap-2">
      <h2 id="members" className="column-head">
        {counted(members.totalCount, 'member')}
      </h2>
      <ul>
        {members.nodes.map(({ role, account }) => (
          <li key={account.handle} className="flex items-baseline justify-between gap-3">
            <a href={publisherPath(account.handle)} className="name">
              @{account.handle}
            </a>
            <span className="small quiet">{roles[role]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Keys({ namespace: { handle, signingKeys }, failures }: { namespace: Namespace; failures: readonly Failure[] }) {
  const failure = failureAt(failures, 'namespace.signingKeys');
  return (
    <section aria-labelledby="keys" className="grid gap-2">
      <h2 id="keys" className="column-head">
        Signing keys
      </h2>
      {!signingKeys && failure && <FailedSection failure={failure} section="The signing keys" retry={publisherPath(handle)} />}
      {signingKeys?.length === 0 && <p className="small quiet">No key is registered.</p>}
      <ul className="grid gap-2">
        {(signingKeys ?? []).map(({ id, fingerprint, validFrom, revokedAt }) => (
          <li key={id} className="grid gap-1">
            <code title={fingerprint}>{shortDigest(fingerprint)}</code>
            <div className="flex items-center justify-between gap-2">
              <span className="small quiet">
                from {date(validFrom)}
                {revokedAt && ` to ${date(revokedAt)}, revoked`}
              </span>
              <Copy text={fingerprint} what="fingerprint" />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
