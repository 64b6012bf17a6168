import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds; from a cached answer to a scan of a large version. */
const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

/** Everything a process counts, in Prometheus's text format. */
export interface Metrics {
  readonly text: () => Promise<{ readonly contentType: string; readonly body: string }>;
  readonly operationEnded: (end: { readonly kind: string; readonly outcome: string; readonly durationMs: number }) => void;
  readonly requestEnded: (end: { readonly route: string; readonly method: string; readonly status: number; readonly durationMs: number }) => void;
  readonly jobEnded: (end: { readonly name: string; readonly outcome: 'done' | 'failed'; readonly durationMs: number }) => void;
  /** Read whenever the metrics are: how many jobs wait, run, or are given up. */
  readonly watchQueue: (
    counts: () => Promise<readonly { readonly name: string; readonly waiting: number; readonly running: number; readonly dead: number }[]>,
  ) => void;
  readonly subgraphAnswered: (answer: { readonly subgraph: string; readonly outcome: string; readonly durationMs: number }) => void;
  readonly socketsOpen: (open: { readonly sockets: number; readonly subscriptions: number }) => void;
}

/** Label values come from closed sets (routes, job names), never from a request: their number stays bounded. */
export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const registry = registers[0] as Registry;
  collectDefaultMetrics({ register: registry });
  const operations = new Histogram({
    name: 'gati_graphql_operation_seconds',
    help: 'GraphQL operations at the gateway.',
    labelNames: ['kind', 'outcome'],
    buckets,
    registers,
  });
  const requests = new Histogram({
    name: 'gati_http_request_seconds',
    help: 'HTTP requests by route.',
    labelNames: ['route', 'method', 'status'],
    buckets,
    registers,
  });
  const jobs = new Histogram({ name: 'gati_job_seconds', help: 'Jobs by name and outcome.', labelNames: ['name', 'outcome'], buckets, registers });
  const subgraphs = new Histogram({
    name: 'gati_subgraph_fetch_seconds',
    help: 'Fetches from subgraphs by the gateway.',
    labelNames: ['subgraph', 'outcome'],
    buckets,
    registers,
  });
  const open = new Gauge({ name: 'gati_open_sockets', help: 'WebSockets and subscriptions that are open now.', labelNames: ['what'], registers });
  const unread = new Counter({ name: 'gati_queue_unreadable_total', help: 'How often the queue could not be counted.', registers });

  return {
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
    operationEnded: ({ kind, outcome, durationMs }) => operations.observe({ kind, outcome }, durationMs / 1_000),
    requestEnded: ({ route, method, status, durationMs }) => requests.observe({ route, method, status }, durationMs / 1_000),
    jobEnded: ({ name, outcome, durationMs }) => jobs.observe({ name, outcome }, durationMs / 1_000),
    watchQueue: (counts) => {
      new Gauge({
        name: 'gati_queue_jobs',
        help: 'Jobs in the queue by name and state.',
        labelNames: ['name', 'state'],
        registers,
        async collect() {
          try {
            const rows = await counts();
            this.reset();
            for (const { name, waiting, running, dead } of rows) {
              this.set({ name, state: 'waiting' }, waiting);
              this.set({ name, state: 'running' }, running);
              this.set({ name, state: 'dead' }, dead);
            }
          } catch {
            unread.inc();
          }
        },
      });
    },
    subgraphAnswered: ({ subgraph, outcome, durationMs }) => subgraphs.observe({ subgraph, outcome }, durationMs / 1_000),
    socketsOpen: ({ sockets, subscriptions }) => {
      open.set({ what: 'sockets' }, sockets);
      open.set({ what: 'subscriptions' }, subscriptions);
    },
  };
}
