// Takes away from the store what nothing holds any more, and says what went and why: npm run gc [-- --dry-run] [--json]. Beside a registry that runs, or without one on a database elsewhere.
import { parseArgs } from 'node:util';
import { readEnvironment, readSettings } from '@gati/config';
import { createClosing } from '../closing.ts';
import { createContexts } from '../contexts.ts';
import { openInstallation } from '../installation.ts';
import { projectFolder } from '../project-folder.ts';
import { runProcess } from '../run-process.ts';

/** Things that are listed; the counts tell how many there are. */
const shownMax = 50;

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false }, json: { type: 'boolean', default: false } } });
const interrupted = new AbortController();
const closing = createClosing(() => null);
await runProcess(closing, async () => {
  const settings = readSettings(readEnvironment(projectFolder), { process: 'migrate', projectFolder });
  const installation = await openInstallation(settings, { kind: 'migrate', name: 'gc', closing });
  const { artifacts } = createContexts(installation, { hasJobs: false, closing });
  closing.add('collection', async () => interrupted.abort());
  const report = await artifacts.collectGarbage({ isDryRun: values['dry-run'], signal: interrupted.signal });
  if (values.json) console.log(JSON.stringify(report));
  else {
    for (const { kind, name, subject, sizeBytes, reason } of report.items.slice(0, shownMax))
      console.log(`${kind.padEnd(8)} ${[name, subject].filter(Boolean).join(' ')}${sizeBytes > 0 ? ` (${sizeBytes} bytes)` : ''}: ${reason}`);
    const found = Object.values(report.counts).some((count) => count > 0);
    const counts = Object.entries(report.counts).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []));
    console.log(`${report.isDryRun ? 'Would go' : 'Gone'}: ${found ? counts.join(', ') : 'nothing'}.`);
  }
  await closing.close();
});
