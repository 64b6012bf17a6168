import type { ArtifactHeadFragment, VersionHeadFragment } from '#web/gql/graphql.ts';
import { VerifiedMark } from '#web/design/badge.tsx';
import { Copy } from '#web/design/copy.client.tsx';
import { compactNumber, counted, date, exactNumber, size } from '#web/design/format.ts';
import { Glyph, typeNames } from '#web/design/glyph.tsx';
import { artifactPath, type ArtifactTab, handleOf, publisherPath } from '#web/design/paths.ts';
import { releaseSpine, spineInWords } from '#web/design/release-spine.ts';
import { Toned, toneOfScore } from '#web/design/severity.tsx';
import { Spine } from '#web/design/spine.tsx';
import { FailedSection, Strip } from '#web/design/strip.tsx';
import { installCommand, isServed, neighbours, presentSeverities, signatureInWords, warningsOf } from '#web/features/read-artifact/rules.ts';
import { Star } from '#web/features/read-artifact/star.client.tsx';
import { VersionPicker } from '#web/features/read-artifact/version-picker.tsx';
import { failureAt, type Failure } from '#web/server/answer.ts';

interface Frame {
  readonly artifact: ArtifactHeadFragment;
  readonly version: VersionHeadFragment | null;
  /** What `?version=` asked for. */
  readonly wanted: string | null;
  readonly tab: ArtifactTab;
  readonly isSignedIn: boolean;
  readonly failures: readonly Failure[];
  readonly children: React.ReactNode;
}

/** What every page of an artifact shows before its own part: whether to trust it, what it is, how to get it, its history, and the tabs. */
export function ArtifactFrame({ artifact, version, wanted, tab, isSignedIn, failures, children }: Frame) {
  const latest = artifact.latest?.version ?? null;
  const ticks = releaseSpine(artifact.versions.nodes, artifact.timescape?.edges ?? []);
  const shownVersion = wanted === null ? null : (version?.version ?? wanted);
  return (
    <article aria-labelledby="artifact" className="grid gap-4">
      {version && <Warnings artifact={artifact} version={version} />}
      <header className="grid gap-2">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <h1 id="artifact" className="flex items-center gap-3">
            <Glyph type={artifact.type} isNamed pixels={22} />
            <span className="name">{artifact.name}</span>
          </h1>
          <VersionPicker artifact={artifact} version={version?.version ?? null} tab={tab} />
          <Labels artifact={artifact} version={version?.version ?? null} wanted={wanted} />
          <div className="ml-auto">
            <Star name={artifact.name} stars={artifact.stars} isStarred={artifact.viewerHasStarred} isSignedIn={isSignedIn} />
          </div>
        </div>
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="quiet">
            {typeNames[artifact.type]} by{' '}
            <a href={publisherPath(handleOf(artifact.name))}>{artifact.namespace?.displayName ?? `@${handleOf(artifact.name)}`}</a>
          </span>
          <VerifiedMark badges={artifact.namespace?.badges} />
          {artifact.visibility === 'PRIVATE' && <span className="small quiet">private</span>}
        </p>
        <p className="lead">{artifact.description ?? <span className="quiet">No description</span>}</p>
      </header>
      {version && isServed(version.status) && <Install artifact={artifact} version={version} />}
      {version ? <Facts artifact={artifact} version={version} failures={failures} /> : <NoVersion artifact={artifact} wanted={wanted} />}
      <div className="flex flex-wrap items-start gap-x-5 gap-y-2">
        <Spine ticks={ticks} variant="header" current={version?.version ?? null} />
        <p className="small quiet">
          <span aria-hidden="true">{spineInWords(ticks)}</span>
          {latest && version && version.version !== latest && (
            <>
              {' '}
              · latest is <a href={artifactPath(artifact.name, tab)}>{latest}</a>
            </>
          )}
        </p>
      </div>
      <Tabs artifact={artifact} version={version} shownVersion={shownVersion} tab={tab} />
      {children}
    </article>
  );
}

function Warnings({ artifact, version }: { artifact: ArtifactHeadFragment; version: VersionHeadFragment }) {
  const successor = version.deprecation?.successor?.name;
  return warningsOf(version).map(({ tone, title, text }) => (
    <Strip key={title} tone={tone} label={title}>
      <p>
        <strong>{title}.</strong> {text}
        {title === 'Vulnerable' && (
          <>
            {' '}
            <a href={artifactPath(artifact.name, 'security', version.version)}>See what and what fixes it</a>
          </>
        )}
        {(title === 'Staged' || title === 'Rejected') && (
          <>
            {' '}
            <a href={artifactPath(artifact.name, 'live', version.version)}>{title === 'Staged' ? 'Watch its admission' : 'See what happened'}</a>
          </>
        )}
        {title === 'Deprecated' && successor && (
          <>
            {' '}
            Use <a href={artifactPath(successor)}>{successor}</a> instead.
          </>
        )}
      </p>
    </Strip>
  ));
}

/** The labels that stand on the version shown, and what a range or label in the address was resolved to. */
function Labels({ artifact, version, wanted }: { artifact: ArtifactHeadFragment; version: string | null; wanted: string | null }) {
  const labels = artifact.tags.filter((tag) => tag.version.version === version).map(({ name }) => name);
  const isResolved = wanted !== null && version !== null && wanted !== version;
  return (
    <span className="small quiet">
      {isResolved ? (
        <>
          <code>{wanted}</code> is {version}
        </>
      ) : (
        labels.join(' · ')
      )}
    </span>
  );
}

function Install({ artifact, version }: { artifact: ArtifactHeadFragment; version: VersionHeadFragment }) {
  const command = installCommand(artifact.name, version.version, artifact.latest?.version ?? null);
  return (
    <div className="command">
      <code>{command}</code>
      <a href="/docs#gati" className="small">
        How to get gati
      </a>
      <Copy text={command} what="install command" shortcut="y" />
    </div>
  );
}

function Facts({ artifact, version, failures }: { artifact: ArtifactHeadFragment; version: VersionHeadFragment; failures: readonly Failure[] }) {
  const { signature, scan } = version;
  const publisher = artifact.namespace?.displayName ?? `@${handleOf(artifact.name)}`;
  const signed = signature && signatureInWords(signature.status, publisher);
  const security = artifactPath(artifact.name, 'security', version.version === artifact.latest?.version ? null : version.version);
  const failure = failureAt(failures, 'artifact.version.signature') ?? failureAt(failures, 'artifact.version.scan');
  return (
    <>
      <dl className="facts">
        <Fact label="Security score">
          {scan?.score == null ? (
            <span className="quiet">{scan ? scanInWords[scan.status] : 'not measured'}</span>
          ) : (
            <a href={security}>
              <Toned tone={toneOfScore(scan.score, version.status)}>{scan.score} of 100</Toned>
            </a>
          )}
          {scan && presentSeverities(scan.counts).length > 0 && (
            <span className="small quiet block">
              {counted(
                presentSeverities(scan.counts).reduce((sum, [, count]) => sum + count, 0),
                'finding',
              )}
            </span>
          )}
        </Fact>
        <Fact label="Signature">{signed ? <Toned tone={signed.tone}>{signed.short}</Toned> : <span className="quiet">not measured</span>}</Fact>
        <Fact label="License">{artifact.license ?? <span className="quiet">none declared</span>}</Fact>
        <Fact label="Size">{size(version.sizeBytes)}</Fact>
        <Fact label="Installs">
          {compactNumber(artifact.downloads.lastWeek)} a week
          <span className="small quiet block">{exactNumber(artifact.downloads.total)} in all</span>
        </Fact>
        <Fact label="Published">
          {version.publishedAt ? <time dateTime={version.publishedAt}>{date(version.publishedAt)}</time> : <span className="quiet">not yet</span>}
        </Fact>
      </dl>
      {failure && <FailedSection failure={failure} section="What security knows of this version" retry={artifactPath(artifact.name)} />}
    </>
  );
}

const scanInWords = {
  QUEUED: 'waiting for its scan',
  RUNNING: 'being scanned',
  CLEAN: 'not measured',
  FINDINGS: 'not measured',
  MALICIOUS: 'malicious',
  FAILED: 'the scan failed',
} as const;

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function NoVersion({ artifact, wanted }: { artifact: ArtifactHeadFragment; wanted: string | null }) {
  if (wanted === null) return <p>Nothing of it is published yet.</p>;
  return (
    <Strip tone="medium" label="No such version">
      <p>
        No version fits <code>{wanted}</code>. <a href={artifactPath(artifact.name)}>See the latest</a> or{' '}
        <a href={artifactPath(artifact.name, 'versions')}>all versions</a>.
      </p>
    </Strip>
  );
}

function Tabs({
  artifact,
  version,
  shownVersion,
  tab,
}: {
  artifact: ArtifactHeadFragment;
  version: VersionHeadFragment | null;
  shownVersion: string | null;
  tab: ArtifactTab;
}) {
  const findings = version?.scan ? presentSeverities(version.scan.counts).reduce((sum, [, count]) => sum + count, 0) : null;
  const tabs: readonly { readonly tab: ArtifactTab; readonly word: string; readonly count?: number | null; readonly keys?: string }[] = [
    { tab: 'overview', word: 'Overview', keys: 'g o' },
    { tab: 'versions', word: 'Versions', count: artifact.versions.totalCount, keys: 'g v' },
    { tab: 'dependencies', word: 'Dependencies', count: version?.dependencies.length ?? null },
    { tab: 'manifest', word: 'Manifest' },
    { tab: 'security', word: 'Security', count: findings, keys: 'g s' },
  ];
  const { older, newer } = neighbours(artifact.versions.nodes, version?.version ?? '');
  return (
    <nav aria-label="Parts of this artifact" className="tabs">
      <ul>
        {tabs.map(({ tab: other, word, count, keys }) => (
          <li key={other}>
            <a
              href={artifactPath(artifact.name, other, shownVersion)}
              aria-current={other === tab ? 'page' : undefined}
              data-palette={`${artifact.name}: ${word}`}
              {...(keys ? { 'data-keys': keys } : {})}
            >
              {word}
              {count ? <span className="small quiet font-normal">{exactNumber(count)}</span> : null}
            </a>
          </li>
        ))}
        <li className="ml-auto flex flex-wrap gap-x-4">
          {older && (
            <a href={artifactPath(artifact.name, tab, older)} data-keys="[" aria-keyshortcuts="[" data-palette={`Older version ${older}`} rel="prev">
              Older: <span className="mono">{older}</span>
            </a>
          )}
          {newer && (
            <a href={artifactPath(artifact.name, tab, newer)} data-keys="]" aria-keyshortcuts="]" data-palette={`Newer version ${newer}`} rel="next">
              Newer: <span className="mono">{newer}</span>
            </a>
          )}
        </li>
      </ul>
    </nav>
  );
}
