import type { ArtifactType, PricingModel, VersionStatus, Visibility } from '#web/gql/graphql.ts';
import { VerifiedMark } from '#web/design/badge.tsx';
import { compactNumber } from '#web/design/format.ts';
import { Glyph } from '#web/design/glyph.tsx';
import { artifactPath } from '#web/design/paths.ts';
import type { Tick } from '#web/design/release-spine.ts';
import { Toned, toneOfScore } from '#web/design/severity.tsx';
import { Spine } from '#web/design/spine.tsx';
import { Status } from '#web/design/status.tsx';

/** What a row of a list says about an artifact. */
export interface ListedArtifact {
  readonly name: string;
  readonly type: ArtifactType;
  readonly description: string | null;
  readonly license: string | null;
  readonly visibility: Visibility;
  readonly downloads: { readonly lastWeek: number };
  readonly namespace?: { readonly badges: React.ComponentProps<typeof VerifiedMark>['badges'] } | null;
  readonly latest: {
    readonly version: string;
    readonly status: VersionStatus;
    readonly deprecation: { readonly message: string } | null;
    readonly scan: { readonly score: number | null } | null;
  } | null;
  /** Newest first; the newest stands in where none is the latest. */
  readonly versions: { readonly nodes: readonly { readonly version: string; readonly status: VersionStatus }[] };
  readonly pricing: { readonly model: PricingModel } | null;
}

const prices: Record<PricingModel, string> = { FREE: 'free', ONE_TIME: 'one payment', SUBSCRIPTION: 'subscription', USAGE: 'by use' };

/** An artifact in a list: type, name, version, publisher's proof, score, one line of use, its history and what it takes to use it.
 *  @param description  marked up by the search where it has something to mark; else the artifact's own */
export function ArtifactRow({ artifact, ticks, description }: { artifact: ListedArtifact; ticks: readonly Tick[]; description?: React.ReactNode }) {
  const { name, type, latest } = artifact;
  const shown = latest ?? artifact.versions.nodes[0] ?? null;
  return (
    <li id={name} className="hit">
      <Glyph type={type} isNamed />
      <div className="hit-title">
        <a href={artifactPath(name)} className="name" data-item="">
          {name}
        </a>
        {shown && <span className="mono">{shown.version}</span>}
        {artifact.visibility === 'PRIVATE' && <span className="small quiet">private</span>}
        <VerifiedMark badges={artifact.namespace?.badges} />
      </div>
      <div className="hit-score">
        <Judgement status={shown?.status ?? null} score={latest?.scan?.score ?? null} />
      </div>
      <p>
        {latest?.deprecation
          ? `Deprecated: ${latest.deprecation.message}`
          : (description ?? artifact.description ?? <span className="quiet">No description</span>)}
      </p>
      <div className="hit-facts small quiet">
        <Spine ticks={ticks} variant="row" />
        <span>{compactNumber(artifact.downloads.lastWeek)} a week</span>
        {artifact.license && <span>{artifact.license}</span>}
        {artifact.pricing && <span>{prices[artifact.pricing.model]}</span>}
      </div>
    </li>
  );
}

/** The score of what is served; the status of what is not, because there no score counts. */
function Judgement({ status, score }: { status: VersionStatus | null; score: number | null }) {
  if (status !== null && status !== 'PUBLISHED' && status !== 'YANKED') return <Status status={status} />;
  if (score === null) return <span className="small quiet">{status === null ? 'nothing published' : 'not scanned'}</span>;
  return (
    <Toned tone={toneOfScore(score)}>
      <span className="sr-only">Security score </span>
      {score}
    </Toned>
  );
}
