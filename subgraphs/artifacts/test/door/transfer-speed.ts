// How fast 100 MB go up and down over loopback: `node subgraphs/artifacts/test/door/transfer-speed.ts`. Each figure is the median of five.
import { sha256Of } from '@gati/identifiers';
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { argv } from 'node:process';
import { keyOf } from './fake-namespaces.ts';
import { withDoor } from './serve.ts';

const sizeBytes = Number(argv[2] ?? 100_000_000);
const agent = new Agent({ keepAlive: true });

/** Sends and receives without keeping anything: the client must not be what is measured. */
const send = (url: string, method: string, body?: Uint8Array): Promise<{ status: number; location: string; bytes: number }> =>
  new Promise((resolve, reject) => {
    const sending = request(
      url,
      { method, agent, headers: { authorization: `Bearer ${keyOf('ada')}`, 'content-length': body?.byteLength ?? 0 } },
      (response) => {
        let bytes = 0;
        response.on('data', (piece: Buffer) => (bytes += piece.byteLength));
        response.once('end', () => resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? '', bytes }));
      },
    );
    sending.once('error', reject);
    sending.end(body);
  });

interface Cost {
  readonly wallMs: number;
  /** Of client and server together: what it would take on an idle machine, were nothing done at the same time. */
  readonly cpuMs: number;
}

const timed = async (work: () => Promise<unknown>): Promise<Cost> => {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs: performance.now() - start, cpuMs: (user + system) / 1000 };
};
const median = (values: readonly number[]): string => `${Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0)} ms`.padStart(8);

await withDoor(async ({ url }) => {
  const times: Record<string, Cost[]> = { 'up, single POST': [], 'up, PATCH and PUT': [], 'up, chunks of 10 MB': [], 'down, GET': [] };
  for (let run = 0; run < 5; run++) {
    for (const way of Object.keys(times)) {
      const bytes = randomBytes(sizeBytes);
      const digest = sha256Of(bytes);
      const uploads = `${url}/v2/bench/x/blobs/uploads/`;
      const start = async (): Promise<string> => url + (await send(uploads, 'POST')).location;
      const work: Record<string, () => Promise<unknown>> = {
        'up, single POST': () => send(`${uploads}?digest=${digest}`, 'POST', bytes),
        'up, PATCH and PUT': async () => {
          const location = await start();
          await send(location, 'PATCH', bytes);
          await send(`${location}?digest=${digest}`, 'PUT');
        },
        'up, chunks of 10 MB': async () => {
          const location = await start();
          for (let at = 0; at < bytes.length; at += 10_000_000) await send(location, 'PATCH', bytes.subarray(at, at + 10_000_000));
          await send(`${location}?digest=${digest}`, 'PUT');
        },
        'down, GET': () => send(`${url}/v2/bench/x/blobs/${digest}`, 'GET'),
      };
      if (way === 'down, GET') await send(`${uploads}?digest=${digest}`, 'POST', bytes);
      times[way]?.push(await timed(work[way] ?? (async () => {})));
      await send(`${url}/v2/bench/x/blobs/${digest}`, 'DELETE');
    }
  }
  for (const [way, values] of Object.entries(times))
    console.log(`${way.padEnd(22)} ${median(values.map(({ wallMs }) => wallMs))}, CPU ${median(values.map(({ cpuMs }) => cpuMs))}`);
  console.log(`resident ${Math.round(process.memoryUsage().rss / 1e6)} MB, the client's ${Math.round(sizeBytes / 1e6)} MB included`);
});
