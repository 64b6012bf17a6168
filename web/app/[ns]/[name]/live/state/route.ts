import { presentJob } from '#web/features/watch-job/present-job.ts';
import { type ArtifactParams, artifactName } from '#web/server/artifact-params.ts';

/** The live page's state as data, for browsers that cannot hold a socket; 204 while the reader's own version is awaited. */
export async function GET(request: Request, { params }: { params: Promise<ArtifactParams> }): Promise<Response> {
  const version = new URL(request.url).searchParams.get('version') ?? '';
  const { job, failure, isAwaited } = await presentJob(await artifactName(params), version);
  const headers = { 'cache-control': 'private, no-store' };
  if (job) return Response.json(job, { headers });
  if (isAwaited) return new Response(null, { status: 204, headers });
  return Response.json({ code: failure?.code ?? 'NOT_FOUND' }, { status: failure ? 503 : 404, headers });
}
