import type { Metrics } from '@gati/telemetry';
import type { FastifyPluginAsync } from 'fastify';

/** One thing that a process works with. */
export interface Dependency {
  readonly name: string;
  /** @throws when it does not work now */
  readonly check: () => Promise<void>;
  /** Without it the process does its work all the same, less well: its state is told, and the process is ready. */
  readonly canBeMissed?: boolean;
}

/** A check that hangs is a failure. */
const patienceMs = 2_000;
/** So long one judgement serves all who ask: asking costs connections of the pool, and anyone may ask. */
const keptMs = 1_000;

/**
 * `/health/live`, `/health/ready` (each dependency by name and state) and `/metrics`. What failed is told by name alone; why is in the log.
 * However many ask, readiness is judged once a second.
 */
export function createHealthRoutes({
  dependencies,
  metrics,
  onFailure,
  now = () => performance.now(),
}: {
  readonly dependencies: readonly Dependency[];
  readonly metrics: Metrics;
  readonly onFailure: (name: string, error: unknown) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}): FastifyPluginAsync {
  // Probes come every second: an outage is told once, when it begins.
  const down = new Set<string>();
  const judge = async ({ name, check }: Dependency) => {
    const startedAt = performance.now();
    try {
      await withPatience(check());
      down.delete(name);
      return { name, state: 'up', tookMs: Math.round(performance.now() - startedAt) } as const;
    } catch (error) {
      if (!down.has(name)) onFailure(name, error);
      down.add(name);
      return { name, state: 'down', tookMs: Math.round(performance.now() - startedAt) } as const;
    }
  };

  let judgement: { readonly states: ReturnType<typeof judgeAll>; endsAt: number } | null = null;
  const judgeAll = () => Promise.all(dependencies.map(judge));
  /** Who asks while a judgement is under way waits for it; a second later it is made anew. */
  const present = () => {
    if (judgement && now() < judgement.endsAt) return judgement.states;
    const begun = { states: judgeAll(), endsAt: Infinity };
    void begun.states.then(() => (begun.endsAt = now() + keptMs));
    judgement = begun;
    return begun.states;
  };

  return async (app) => {
    app.get('/health/live', async (_, reply) => reply.header('cache-control', 'no-store').send({ status: 'live' }));
    app.get('/health/ready', async (_, reply) => {
      const states = await present();
      const isReady = states.every(({ state }, index) => state === 'up' || dependencies[index]?.canBeMissed);
      return reply
        .status(isReady ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({ status: isReady ? 'ready' : 'not ready', dependencies: states });
    });
    app.get('/metrics', async (_, reply) => {
      const { contentType, body } = await metrics.text();
      return reply.type(contentType).send(body);
    });
  };
}

function withPatience(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
