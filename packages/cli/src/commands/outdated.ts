import { resolve } from 'node:path';
import { NewestDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { columns } from '../console/format.ts';
import { readApplication } from '../install/application.ts';
import { lockedVersion } from '../install/choice.ts';
import { readLockfile } from '../install/lockfile.ts';

export const command = defineCommand({
  arguments: [],
  options: { dir: { type: 'string', value: 'DIR', does: 'Folder of the application; default the present one' } },
  about: 'Lists the dependencies in gati.json that have newer versions: within their range (gati update installs those) and the latest of all.',
  examples: [['gati outdated', 'List what has newer versions']],
  run: async ({ workingFolder, client, output }, { options }) => {
    const folder = resolve(workingFolder, options.dir ?? '.');
    const { dependencies } = await readApplication(folder);
    const lockfile = await readLockfile(folder);
    const all = await Promise.all(
      Object.entries(dependencies).map(async ([name, range]) => {
        const { artifact } = await client.query(NewestDocument, { name, range });
        const current = (lockfile && lockedVersion(lockfile, name)) ?? null;
        return { name, range, current, wanted: artifact?.wanted?.version ?? null, latest: artifact?.latest?.version ?? null };
      }),
    );
    const outdated = all
      .filter(({ current, wanted, latest }) => (wanted !== null && wanted !== current) || (latest !== null && latest !== current))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const rows = outdated.map(({ name, range, current, wanted, latest }) => [name, range, current ?? 'not installed', wanted ?? 'none', latest ?? 'none']);
    output.result({ outdated }, rows.length > 0 ? columns([['name', 'range', 'installed', 'in range', 'latest'], ...rows]) : 'Everything is up to date.');
  },
});
