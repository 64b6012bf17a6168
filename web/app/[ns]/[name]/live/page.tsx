import { notFound, redirect } from 'next/navigation';
import type { ArtifactRoute } from '../artifact-page.tsx';
import { artifactPath } from '#web/design/paths.ts';
import { SearchField } from '#web/features/find/search-field.tsx';
import { AwaitPush } from '#web/features/watch-job/await-push.client.tsx';
import { presentJob } from '#web/features/watch-job/present-job.ts';
import { IndexingProgress, ScanProgress } from '#web/features/watch-job/queries.ts';
import { Watch } from '#web/features/watch-job/watch.client.tsx';
import { PageFrame } from '#web/features/shell/page-frame.tsx';
import { RefusedPage } from '#web/features/shell/refused-page.tsx';
import { artifactName } from '#web/server/artifact-params.ts';

export default async function Page({ params, searchParams }: ArtifactRoute) {
  const [name, parameters] = await Promise.all([artifactName(params), searchParams]);
  const version = parameters['version'];
  // Without a version there is nothing to watch: the versions are where one is chosen.
  if (typeof version !== 'string' || version === '' || version.length > 200) redirect(artifactPath(name, 'versions'));
  const path = artifactPath(name, 'live', version);
  const { job, failure, isAwaited } = await presentJob(name, version);
  if (!job && !failure && !isAwaited) notFound();
  const documents = { scan: ScanProgress.toString(), index: IndexingProgress.toString() };
  const statePath = path.replace('/live?', '/live/state?');
  return (
    <PageFrame
      title={`${name} ${version}, live`}
      description={`How version ${version} of ${name} is admitted, scanned and indexed, step by step.`}
      search={<SearchField />}
    >
      {failure ? (
        <RefusedPage failure={failure} retry={path} />
      ) : (
        <div className="grid gap-4">
          <h1 className="flex flex-wrap items-baseline gap-x-3">
            <a href={artifactPath(name, 'overview', version)} className="name">
              {name}
            </a>
            <span className="mono">{version}</span>
          </h1>
          {job ? (
            <Watch key={path} initial={job} documents={documents} statePath={statePath}>
              <StandsStill path={path} />
            </Watch>
          ) : (
            <AwaitPush key={path} documents={documents} statePath={statePath}>
              <StandsStill path={path} />
            </AwaitPush>
          )}
        </div>
      )}
    </PageFrame>
  );
}

/** For readers without JavaScript, for whom nothing moves. */
function StandsStill({ path }: { path: string }) {
  return (
    <noscript>
      <p>
        Without JavaScript this page stands still.{' '}
        <a href={path} data-reload="">
          Look again
        </a>
      </p>
    </noscript>
  );
}
