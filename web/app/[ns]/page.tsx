import { notFound } from 'next/navigation';
import { publisherPath } from '#web/design/paths.ts';
import { SearchField } from '#web/features/find/search-field.tsx';
import { artifactsPerPage, Publisher } from '#web/features/read-publisher/publisher.tsx';
import { Publisher as Document } from '#web/features/read-publisher/queries.ts';
import { PageFrame } from '#web/features/shell/page-frame.tsx';
import { RefusedPage } from '#web/features/shell/refused-page.tsx';
import { publisherHandle } from '#web/server/artifact-params.ts';
import { readSession } from '#web/server/session.ts';
import { ask } from '#web/server/viewer.ts';

interface Route {
  readonly params: Promise<{ readonly ns: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Route) {
  const [handle, parameters, session] = await Promise.all([publisherHandle(params), searchParams, readSession()]);
  const after = typeof parameters['after'] === 'string' ? parameters['after'].slice(0, 500) : null;
  const { data, failures } = await ask(Document, { handle, first: artifactsPerPage, after });
  const namespace = data?.namespace;
  const refusal = failures[0];
  if (!namespace && !refusal) notFound();
  return (
    <PageFrame
      title={namespace?.displayName ?? `@${handle}`}
      description={`What @${handle} publishes, and what is proved about them.`}
      search={<SearchField />}
    >
      {namespace ? (
        <Publisher namespace={namespace} failures={failures} isFirstPage={after === null} isOwn={session?.handle === handle} />
      ) : (
        refusal && <RefusedPage failure={refusal} retry={publisherPath(handle)} />
      )}
    </PageFrame>
  );
}
