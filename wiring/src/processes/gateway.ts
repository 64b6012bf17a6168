// The public edge alone: npm run gateway. With SUPERGRAPH_PATH it serves any federation 2 supergraph and nothing of the registry.
import { readFile } from 'node:fs/promises';
import { readEnvironment, readSettings } from '@gati/config';
import { createGateway } from '@gati/gateway';
import { createLog } from '@gati/telemetry';
import { createClosing } from '../closing.ts';
import { createContexts } from '../contexts.ts';
import { StartError } from '../data-folder.ts';
import { edgeBoundsOf, startGateway } from '../gateway.ts';
import { openInstallation } from '../installation.ts';
import { projectFolder } from '../project-folder.ts';
import { asStartError, runProcess } from '../run-process.ts';

const log = createLog({ process: 'gateway' });
const closing = createClosing(() => log);
await runProcess(closing, async () => {
  const settings = readSettings(readEnvironment(projectFolder), { process: 'gateway', projectFolder });
  if (settings.supergraphPath !== null) {
    const supergraphSdl = await readFile(settings.supergraphPath, 'utf8').catch((error: Error) => {
      throw new StartError(`The supergraph ${settings.supergraphPath} cannot be read: set SUPERGRAPH_PATH to a file.`, { cause: error });
    });
    const gateway = await createGateway({
      graph: { kind: 'supergraph', supergraphSdl },
      port: settings.port ?? 4000,
      host: settings.host,
      publicUrl: settings.publicUrl,
      logger: log,
      ...edgeBoundsOf(settings),
    });
    closing.add('gateway', gateway.close);
    const address = await gateway.listen().catch((error: unknown) => {
      throw asStartError(error, settings.port ?? 4000);
    });
    log.info({ address, supergraph: settings.supergraphPath }, 'the gateway serves a supergraph');
    return;
  }
  const installation = await openInstallation(settings, { kind: 'gateway', name: 'gateway', closing });
  const contexts = createContexts(installation, { hasJobs: false, closing });
  await startGateway({ installation, contexts, webOrigin: settings.webPort === null ? null : `http://127.0.0.1:${settings.webPort}`, closing });
  log.info({ address: settings.publicUrl, elsewhere: Object.keys(settings.subgraphUrls) }, 'the gateway is ready');
});
