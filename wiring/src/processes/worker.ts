// The jobs of every context: npm run worker. Listens for health and metrics only.
import Fastify from 'fastify';
import { readEnvironment, readSettings } from '@gati/config';
import { createClosing } from '../closing.ts';
import { createContexts } from '../contexts.ts';
import { healthOf } from '../doors.ts';
import { openInstallation } from '../installation.ts';
import { projectFolder } from '../project-folder.ts';
import { asStartError, runProcess } from '../run-process.ts';
import { startWorker } from '../worker.ts';

const portByDefault = 4006;

const closing = createClosing(() => null);
await runProcess(closing, async () => {
  const settings = readSettings(readEnvironment(projectFolder), { process: 'worker', projectFolder });
  const installation = await openInstallation(settings, { kind: 'worker', name: 'worker', closing });
  const { jobs } = createContexts(installation, { hasJobs: true, closing });
  await startWorker(installation, jobs, closing);
  const app = Fastify();
  await app.register(healthOf(installation));
  closing.add('health', () => app.close());
  const port = settings.port ?? portByDefault;
  await app.listen({ port, host: settings.host }).catch((error: unknown) => {
    throw asStartError(error, port);
  });
  installation.log.info({ jobs: jobs.map(({ name }) => name) }, 'the worker is ready');
});
