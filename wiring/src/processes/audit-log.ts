// Computes the chain of the audit log again and says what is wrong: npm run audit-log -w wiring -- verify [--head HEX] [--json]. Ends with 1 when something is.
import { parseArgs } from 'node:util';
import { readEnvironment, readSettings } from '@gati/config';
import { createClosing } from '../closing.ts';
import { createContexts } from '../contexts.ts';
import { openInstallation } from '../installation.ts';
import { projectFolder } from '../project-folder.ts';
import { runProcess } from '../run-process.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { head: { type: 'string' }, json: { type: 'boolean', default: false } } });
if (positionals.join(' ') !== 'verify' || (values.head !== undefined && !/^[0-9a-f]{64}$/.test(values.head))) {
  console.error('Usage: npm run audit-log -w wiring -- verify [--head HEX] [--json], where HEX is a head that was kept elsewhere, 64 hexadecimal digits.');
  process.exit(2);
}
const interrupted = new AbortController();
const closing = createClosing(() => null);
await runProcess(closing, async () => {
  const settings = readSettings(readEnvironment(projectFolder), { process: 'migrate', projectFolder });
  const installation = await openInstallation(settings, { kind: 'migrate', name: 'audit-log', closing });
  const { namespaces } = createContexts(installation, { hasJobs: false, closing });
  closing.add('verification', async () => interrupted.abort());
  const found = await namespaces.verifyAuditLog({ signal: interrupted.signal, knownHead: values.head ?? null });
  if (values.json) console.log(JSON.stringify(found, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)));
  else {
    for (const { batch, kind, message } of found.faults) console.log(`${kind.padEnd(12)} ${batch === null ? '' : `batch ${batch}: `}${message}`);
    const { batchCount, entryCount, waitingCount, head } = found;
    console.log(
      `${entryCount} entries in ${batchCount} batches${found.faults.length === 0 ? ' are as they were sealed' : ''}; ${waitingCount} wait to be sealed.`,
    );
    if (head) console.log(`Head: ${head}`);
  }
  if (found.faults.length > 0 || !found.isComplete) process.exitCode = 1;
  await closing.close();
});
