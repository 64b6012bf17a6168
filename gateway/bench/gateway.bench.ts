import { start, type Child } from './child.ts';
import type { Load } from './load.ts';

/**
 * The gateway against stock @apollo/gateway: a three-hop query with variables and an identity of its own in every request, 50 at a time; the gateway is one
 * process, the load another, subgraphs over HTTP a third. Rounds of all three shapes alternate, so that what else the machine does hits them alike; the ratio is
 * the median over the rounds. Prints one table; exit code 1 when a goal is missed.
 */
const connections = 50;
const rounds = 9;
const seconds = { warmUp: 4, measured: 2.5 } as const;
const secret = 'the secret of the bench';

interface Shape {
  readonly name: string;
  /** Least ratio to the peer; null for the peer itself. */
  readonly goal: number | null;
  readonly gateway: Child;
  readonly runs: (Load & { readonly cpuMicrosecondsPerRequest: number })[];
}

async function run(shape: Shape, duration: number): Promise<Shape['runs'][number]> {
  const before = await shape.gateway.cpuMicroseconds();
  const generator = await start('load.ts', shape.gateway.facts['url']!, String(duration), String(connections));
  const used = (await shape.gateway.cpuMicroseconds()) - before;
  const figures = Object.fromEntries(Object.entries(generator.facts).map(([key, value]) => [key, Number(value)])) as unknown as Load;
  return { ...figures, cpuMicrosecondsPerRequest: used / figures.requests };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const medianOf = (shape: Shape, figure: keyof Shape['runs'][number]): number => median(shape.runs.map((each) => each[figure]));

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows)
    process.stdout.write(`${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ')}\n`);
}

const children: Child[] = [];
const started = async (...args: Parameters<typeof start>): Promise<Child> => {
  const child = await start(...args);
  children.push(child);
  return child;
};

try {
  const plain = await started('subgraphs.ts', 'plain');
  const signed = await started('subgraphs.ts', 'signed', secret);
  const peer: Shape = { name: 'stock @apollo/gateway, HTTP', goal: null, gateway: await started('peer.ts', JSON.stringify(plain.facts)), runs: [] };
  const overHttp: Shape = { name: 'this gateway, HTTP', goal: 2, gateway: await started('subject.ts', 'http', secret, JSON.stringify(signed.facts)), runs: [] };
  const inProcess: Shape = { name: 'this gateway, in process', goal: 3.5, gateway: await started('subject.ts', 'in-process', secret), runs: [] };
  const shapes = [peer, overHttp, inProcess];

  for (const shape of shapes) await run(shape, seconds.warmUp);
  for (let round = 0; round < rounds; round++) for (const shape of shapes) shape.runs.push(await run(shape, seconds.measured));

  const ratioOf = (shape: Shape): number => median(shape.runs.map(({ requestsPerSecond }, round) => requestsPerSecond / peer.runs[round]!.requestsPerSecond));
  const wrong = shapes.flatMap(({ runs }) => runs).reduce((sum, each) => sum + each.wrong, 0);
  printTable([
    ['three hops, c=50', 'requests/s', 'p50 ms', 'p95 ms', 'CPU µs/request', 'ratio', 'goal'],
    ...shapes.map((shape) => [
      shape.name,
      medianOf(shape, 'requestsPerSecond').toFixed(0),
      medianOf(shape, 'p50Ms').toFixed(1),
      medianOf(shape, 'p95Ms').toFixed(1),
      medianOf(shape, 'cpuMicrosecondsPerRequest').toFixed(0),
      `${ratioOf(shape).toFixed(2)}×`,
      shape.goal === null ? 'peer' : `≥ ${shape.goal}× ${ratioOf(shape) >= shape.goal ? 'met' : 'MISSED'}`,
    ]),
  ]);
  if (wrong > 0) process.stdout.write(`${wrong} answers failed or were another caller's\n`);
  process.exitCode = wrong > 0 || shapes.some((shape) => shape.goal !== null && ratioOf(shape) < shape.goal) ? 1 : 0;
} finally {
  await Promise.all(children.map((child) => child.stop()));
}
