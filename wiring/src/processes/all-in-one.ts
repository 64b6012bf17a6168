// Everything in one process, plus the web server: what npm start runs.
import { readEnvironment, readSettings } from '@gati/config';
import { migrate } from '@gati/database/migrate';
import { createClosing } from '../closing.ts';
import { createContexts } from '../contexts.ts';
import { StartError } from '../data-folder.ts';
import { seedDemoWorld } from '../demo.ts';
import { startGateway } from '../gateway.ts';
import { openInstallation, type Installation } from '../installation.ts';
import { assertPortsFree } from '../ports-free.ts';
import { createProgress } from '../progress.ts';
import { projectFolder } from '../project-folder.ts';
import { runProcess } from '../run-process.ts';
import { startWebServer, type WebServer } from '../web-server.ts';
import { startWorker } from '../worker.ts';

const progress = createProgress();
const interrupted = new AbortController();
let installation: Installation | null = null;
const closing = createClosing(() => installation?.log ?? null);

await runProcess(closing, async () => {
  const settings = readSettings(readEnvironment(projectFolder), { process: 'all-in-one', projectFolder });
  await assertPortsFree([
    { port: settings.port ?? 4000, host: settings.host, variable: 'PORT' },
    ...(settings.webPort === null ? [] : [{ port: settings.webPort, host: '127.0.0.1', variable: 'WEB_PORT' }]),
  ]);
  installation = await progress.step('database', () => openInstallation(settings, { kind: 'all-in-one', name: 'all-in-one', closing }));
  const { database, folder, log } = installation;
  if (!folder.cluster.startsWith(folder.path))
    progress.say(`  the database cluster lives in ${folder.cluster}, because the user nobody cannot reach ${folder.path}`);
  const applied = await progress.step('migrations', () => migrate(database.url));
  if (applied.length > 0) log.info({ applied }, 'migrations were applied');

  const contexts = createContexts(installation, { hasJobs: true, closing });
  closing.add('demo world', async () => interrupted.abort(), 1_000);
  let web: WebServer | null = null;
  const webPort = settings.webPort;
  let hasJobs = false;
  const jobsHealth = { name: 'jobs', check: () => (hasJobs ? Promise.resolve() : Promise.reject(new Error('not started yet'))) };
  const webHealth = webPort === null ? [] : [{ name: 'web server', check: () => (web ? web.check() : Promise.reject(new Error('not started yet'))) }];
  const gateway = await progress.step('gateway', () =>
    startGateway({
      installation: installation!,
      contexts,
      webOrigin: webPort === null ? null : `http://127.0.0.1:${webPort}`,
      dependencies: [jobsHealth, ...webHealth],
      closing,
    }),
  );
  await progress.step('jobs', () => startWorker(installation!, contexts.jobs, closing));
  hasJobs = true;
  const { port } = gateway.app.server.address() as { port: number };
  const loopback = `http://127.0.0.1:${port}`;

  const demo = settings.hasDemo
    ? progress.step('demo world', (say) =>
        seedDemoWorld({
          url: loopback,
          dataFolder: folder.path,
          database,
          signal: interrupted.signal,
          onProgress: (done, total) => say(`${done} of ${total} versions`),
        }),
      )
    : Promise.resolve(null);
  const webApp =
    webPort === null
      ? Promise.resolve()
      : progress.step('web app', async (say) => {
          const { buildWebIfNeeded } = await import('@gati/web/build');
          await buildWebIfNeeded({ log: say }).catch((error: Error) => {
            throw new StartError(`The web app could not be built: ${error.message}`, { cause: error });
          });
          web = await startWebServer({ projectFolder, port: webPort, publicUrl: settings.publicUrl, gatewayUrl: loopback, secret: folder.secret, log });
          closing.add('web server', web.stop);
        });
  const [made] = await Promise.all([demo, webApp]);

  progress.end();
  progress.say(
    `\nThe registry is ready.\n\n  API   ${settings.publicUrl}/graphql\n  OCI   ${settings.publicUrl}/v2/${webPort === null ? '' : `\n  Web   ${settings.publicUrl}`}`,
  );
  if (made) progress.say(`\n  The demo accounts ada and grace have the password ${made.password}\n  (kept in ${folder.path}/demo.json).`);
  if (settings.publicUrl !== 'http://127.0.0.1:4000') progress.say(`\n  The gati command finds it by   export GATI_REGISTRY=${settings.publicUrl}`);
  progress.say('\n  Ctrl-C stops everything in order.');
});
