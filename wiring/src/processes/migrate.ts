// Brings the database to the newest migration and ends: npm run migrate.
import { readEnvironment, readSettings } from '@gati/config';
import { migrate } from '@gati/database/migrate';
import { createClosing } from '../closing.ts';
import { openDataFolder } from '../data-folder.ts';
import { openDatabase } from '../open-database.ts';
import { projectFolder } from '../project-folder.ts';
import { runProcess } from '../run-process.ts';

const closing = createClosing(() => null);
await runProcess(closing, async () => {
  const settings = readSettings(readEnvironment(projectFolder), { process: 'migrate', projectFolder });
  const folder = await openDataFolder(settings.dataFolder, settings.secret);
  const { database } = await openDatabase({ databaseUrl: settings.databaseUrl, folder, mayStartCluster: false, connectionsMax: 2 });
  closing.add('database', database.close);
  const applied = await migrate(database.url);
  console.log(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database is at the newest migration already.');
  await closing.close();
});
