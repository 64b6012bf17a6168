// Moves or checks a whole blob store: npm run blobs -- copy|verify --from PLACE [--to PLACE]. Interrupt it when you like; the next run goes on.
import { parseArgs } from 'node:util';
import { readEnvironment, readSettings, SettingsError } from '@gati/config';
import { openPlace, PlaceError, type Place } from '../blobs/blob-places.ts';
import { copyBlobs, verifyBlobs, type Progress } from '../blobs/transfer.ts';
import { projectFolder } from '../project-folder.ts';

const usage = `npm run blobs -- copy   --from PLACE --to PLACE     every blob that the other place does not have yet, verified on its way
npm run blobs -- verify --from PLACE [--to PLACE]   every blob has its digest (and the other place has it too)

A place is a folder of blobs (.gati/blobs), s3 (the bucket of the settings) or s3:BUCKET (another of the same service).
--concurrency N   blobs at once, 1 to 64; 8 unless told`;

const reportEveryMs = 1_000;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { from: { type: 'string' }, to: { type: 'string' }, concurrency: { type: 'string', default: '8' }, help: { type: 'boolean', default: false } },
  });
  const [act, ...rest] = positionals;
  const concurrency = Number(values.concurrency);
  const isKnown = (act === 'copy' && values.to !== undefined) || act === 'verify';
  if (values.help || !isKnown || rest.length > 0 || values.from === undefined || !Number.isInteger(concurrency) || concurrency < 1 || concurrency > 64) {
    console.error(usage);
    return values.help ? 0 : 2;
  }

  const { s3 } = readSettings(readEnvironment(projectFolder), { process: 'migrate', projectFolder });
  const open = (text: string, mustExist: boolean): Promise<Place> => openPlace(text, { s3, projectFolder, mustExist });
  const from = await open(values.from, true);
  const to = values.to === undefined ? null : await open(values.to, act === 'verify');

  const control = new AbortController();
  let interrupts = 0;
  process.on('SIGINT', () => {
    if (++interrupts > 1) process.exit(130);
    console.error('\nStopping: what is there stays, and the next run goes on.');
    control.abort(new Error('interrupted'));
  });

  const startedAt = performance.now();
  let reportedAt = 0;
  let last: Progress | null = null;
  const line = ({ seen, copied, copiedBytes, skipped, verifiedBytes, faults }: Progress): string => {
    const seconds = (performance.now() - startedAt) / 1000;
    const bytes = act === 'copy' ? copiedBytes : verifiedBytes;
    const did = act === 'copy' ? `${copied} copied, ${skipped} there already` : 'verified';
    return `${seen} blobs: ${did}, ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(0)} s (${(bytes / 1e6 / seconds).toFixed(0)} MB/s), ${faults.length} faults`;
  };
  const options = {
    concurrency,
    signal: control.signal,
    onProgress: (progress: Progress) => {
      last = progress;
      if (performance.now() - reportedAt < reportEveryMs) return;
      reportedAt = performance.now();
      process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${line(progress)}` : `${line(progress)}\n`);
    },
  };
  console.error(`${act} ${from.name}${to ? ` ${act === 'copy' ? '→' : 'and'} ${to.name}` : ''}`);
  try {
    const progress = act === 'copy' && to ? await copyBlobs(from.store, to.store, options) : await verifyBlobs(from.store, to?.store ?? null, options);
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    console.log(line(progress));
    for (const { digest, what } of progress.faults) console.log(`${digest}  ${what}`);
    return progress.faults.length > 0 ? 1 : 0;
  } catch (error) {
    if (!control.signal.aborted) throw error;
    if (last) console.log(`Interrupted after ${line(last)}`);
    return 130;
  } finally {
    from.close();
    to?.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const isTold = error instanceof PlaceError || error instanceof SettingsError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
  console.error(isTold ? (error as Error).message : error);
  process.exitCode = isTold ? 2 : 1;
}
