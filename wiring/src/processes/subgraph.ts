// One subgraph with the routes it owns: npm run subgraph -- <name>.
import { readEnvironment, readSettings } from '@gati/config';
import { serveSubgraph } from '@gati/subgraph';
import { createClosing } from '../closing.ts';
import { createContexts, type SubgraphName } from '../contexts.ts';
import { StartError } from '../data-folder.ts';
import { doorsOf, healthOf } from '../doors.ts';
import { openInstallation } from '../installation.ts';
import { projectFolder } from '../project-folder.ts';
import { asStartError, runProcess } from '../run-process.ts';

/** The port of each when PORT is not set. */
const ports: Readonly<Record<SubgraphName, number>> = { artifacts: 4001, namespaces: 4002, security: 4003, billing: 4004, timescape: 4005 };

const closing = createClosing(() => null);
await runProcess(closing, async () => {
  const name = process.argv[2] as SubgraphName;
  if (!Object.hasOwn(ports, name)) throw new StartError(`Usage: npm run subgraph -- <${Object.keys(ports).join('|')}>`);
  const settings = readSettings(readEnvironment(projectFolder), { process: 'subgraph', projectFolder });
  const installation = await openInstallation(settings, { kind: 'subgraph', name, closing });
  const contexts = createContexts(installation, { hasJobs: false, closing });
  const port = settings.port ?? ports[name];
  const { log, folder } = installation;
  const server = await serveSubgraph({
    executable: contexts.subgraph(name),
    port,
    host: settings.host,
    secret: folder.secret,
    publicUrl: settings.publicUrl,
    logger: log,
    plugins: [healthOf(installation), ...doorsOf(name, contexts, installation)],
    trustProxy: ['loopback', ...settings.trustProxy],
  }).catch((error: unknown) => {
    throw asStartError(error, port);
  });
  closing.add('server', server.close);
  log.info({ address: server.url }, 'the subgraph is ready');
});
