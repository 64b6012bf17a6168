import {
  IndexingProgressDocument,
  ScanProgressDocument,
  VersionStateDocument,
  type ErrorCode,
  type IndexingProgressSubscription,
  type ScanProgressSubscription,
} from '@gati/sdk';
import { formatDuration, oneLine } from '../console/format.ts';
import type { Context } from '../context.ts';
import { refuse } from '../refuse.ts';

type Scan = NonNullable<ScanProgressSubscription['scanProgress']>;
type Indexing = NonNullable<IndexingProgressSubscription['indexingProgress']>;

export interface PublicationState {
  readonly status: string;
  readonly statusReason: string | null;
  readonly score: number | null;
}

const stages = ['SIGNATURE', 'MALWARE', 'PUBLISH', 'SBOM', 'ADVISORIES', 'SCORE'] as const;
/** Up to here a failure means that the version was not published. */
const publishedAfter = stages.indexOf('PUBLISH');

const words: Record<(typeof stages)[number], string> = {
  SIGNATURE: 'signature verified',
  MALWARE: 'searched for harmful code',
  PUBLISH: 'published',
  SBOM: 'components listed',
  ADVISORIES: 'compared with advisories',
  SCORE: 'scored',
};

/** Shows a version's way from staged to published, scanned and searchable, as it happens; ends when both streams have.
 *  @throws what the version was refused for · the signal's reason */
export async function followPublication(context: Context, target: { readonly name: string; readonly version: string }): Promise<PublicationState> {
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const indexing = followIndexing(context, target, signal).catch((error: unknown) => (stop.signal.aborted ? null : Promise.reject(error as Error)));
  // Awaited below; until then its failure must not be taken for one that nobody handles.
  indexing.catch(() => undefined);
  const scan = await followScan(context, target, signal).catch((error: unknown) => {
    stop.abort();
    throw error;
  });
  if (scan && isRefused(scan)) {
    stop.abort();
    throw await refusalOf(context, target, scan);
  }
  const indexed = await indexing;
  if (scan?.status === 'FAILED')
    context.output.note(context.output.style.warning(`The scan was given up at ${scan.stage.toLowerCase()}; the version is published.`));
  if (indexed?.status === 'FAILED') context.output.note(context.output.style.warning('The version is published and could not be put into the search index.'));
  return await stateOf(context, target);
}

const isRefused = ({ status, stage }: Scan): boolean => status === 'MALICIOUS' || (status === 'FAILED' && stages.indexOf(stage) <= publishedAfter);

/** Prints each stage that is over, with what it took; a stage that no event showed was too quick to be seen. */
async function followScan({ client, output }: Context, { name, version }: { name: string; version: string }, signal: AbortSignal): Promise<Scan | null> {
  let last: Scan | null = null;
  let passed = 0;
  let since = performance.now();
  const task = output.task('waiting for admission');
  const pass = (until: number): void => {
    for (; passed < until; passed++) {
      const now = performance.now();
      task.done(`${words[stages[passed]!]}, ${formatDuration(now - since)}`);
      since = now;
    }
  };
  try {
    for await (const { scanProgress } of client.subscribe(ScanProgressDocument, { artifact: name, version }, { signal })) {
      if (!scanProgress) continue;
      last = scanProgress;
      pass(stages.indexOf(scanProgress.stage));
      for (const { severity, kind, title } of scanProgress.newFindings)
        output.note(`  ${output.style.warning(severity.toLowerCase())}  ${kind.toLowerCase()}  ${oneLine(title)}`);
      if (scanProgress.status === 'CLEAN' || scanProgress.status === 'FINDINGS') pass(stages.length);
      task.update(
        `${scanProgress.stage.toLowerCase()} ${scanProgress.status.toLowerCase()}`,
        (stages.indexOf(scanProgress.stage) + scanProgress.percent / 100) / stages.length,
      );
    }
    return last;
  } finally {
    task.drop();
  }
}

async function followIndexing(
  { client, output }: Context,
  { name, version }: { name: string; version: string },
  signal: AbortSignal,
): Promise<Indexing | null> {
  const startedAt = performance.now();
  let last: Indexing | null = null;
  for await (const { indexingProgress } of client.subscribe(IndexingProgressDocument, { artifact: name, version }, { signal })) last = indexingProgress ?? last;
  if (last?.status === 'DONE') output.note(`${output.style.good('✓')} searchable, ${formatDuration(performance.now() - startedAt)}`);
  return last;
}

/** Status, reason and score as the registry has them now. */
export async function stateOf(
  { client }: Pick<Context, 'client'>,
  { name, version }: { readonly name: string; readonly version: string },
): Promise<PublicationState> {
  const { artifact } = await client.query(VersionStateDocument, { name, ref: version }, { onPartial: () => undefined });
  const state = artifact?.version;
  return { status: state?.status ?? 'STAGED', statusReason: state?.statusReason ?? null, score: state?.scan?.score ?? null };
}

async function refusalOf(context: Context, target: { readonly name: string; readonly version: string }, scan: Scan): Promise<Error> {
  const { statusReason } = await stateOf(context, target);
  const reference = `${target.name}@${target.version}`;
  if (scan.status === 'MALICIOUS') {
    const findings = scan.newFindings.map(({ title }) => title);
    return refuse('MALWARE_DETECTED', `${reference} is refused as malicious: ${statusReason ?? (findings.join('; ') || 'harmful code was found')}`, [
      `See what was found: gati scan ${reference}`,
      'Remove the code and publish under a higher version.',
    ]);
  }
  const code: ErrorCode = scan.stage === 'SIGNATURE' ? 'SIGNATURE_INVALID' : 'POLICY_VIOLATION';
  return refuse(code, `${reference} stays staged: ${statusReason ?? `it was not admitted at ${scan.stage.toLowerCase()}`}`, [
    'Mend what is named and publish again; the same version number may be used.',
  ]);
}
