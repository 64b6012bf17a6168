// npm run db:migration -- add_something: writes the migration that brings the tables to what prisma/schema describes, and makes the client anew. Read the SQL before you commit it.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, chmod, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '../src/cluster.ts';
import { migrate } from '../src/migrate.ts';
import { differenceFromSchema } from './schema-engine.ts';

const name = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9_]{2,60}$/.test(name)) {
  console.error('Usage: npm run db:migration -- <name>, with a name like add_version_size');
  process.exit(2);
}
const folder = await mkdtemp(join(tmpdir(), 'gati-migration-'));
await chmod(folder, 0o755);
const cluster = await startCluster({ folder: join(folder, 'postgres'), isDurable: false });
try {
  await migrate(cluster.url);
  const sql = await differenceFromSchema(cluster.url);
  if (sql === '') {
    console.log('The migrations give what the schema describes already.');
  } else {
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
    const target = join(import.meta.dirname, '..', 'migrations', `${stamp}_${name}`);
    await mkdir(target);
    await writeFile(join(target, 'migration.sql'), `${sql}\n`);
    console.log(`Wrote prisma/migrations/${stamp}_${name}/migration.sql`);
  }
  // The generator needs no engine, yet the command asks for the path of one.
  execFileSync('prisma', ['generate'], {
    stdio: 'inherit',
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: import.meta.filename, CHECKPOINT_DISABLE: '1' },
  });
} finally {
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}
