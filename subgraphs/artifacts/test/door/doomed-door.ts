// A door in a process that a test kills. Arguments: database URL, folder of the blobs, port, and perhaps a manifest to admit, in the midst of which it stops until it is killed.
import { connectDatabase } from '@gati/database';
import { argv, stdout } from 'node:process';
import { openDoor } from './door.ts';
import { signer } from './signer.ts';

const [, , databaseUrl = '', folder = '', port = '0', manifestId] = argv;
const database = connectDatabase(databaseUrl, { connectionsMax: 4 });
const door = await openDoor({
  database,
  folder,
  port: Number(port),
  overrides: {
    recordVersion: async (tables, { versionId }) => {
      await tables.installationFact.create({ data: { key: versionId, value: 'recorded' } });
      stdout.write('in the midst\n');
      await new Promise(() => {});
    },
  },
});
stdout.write(`ready ${door.url}\n`);
if (manifestId !== undefined) await door.artifacts.admitManifest({ manifestId, verdict: { kind: 'admitted', signer } });
