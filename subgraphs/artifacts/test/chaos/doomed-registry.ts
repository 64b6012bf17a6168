// A door in a process that a test kills, with a collection that never stops. Arguments: database URL, folder of the blobs.
import { connectDatabase } from '@gati/database';
import { argv, stdout } from 'node:process';
import { openDoor } from '../door/door.ts';
import { hastyLimits } from './schedule.ts';

const [, , databaseUrl = '', folder = ''] = argv;
const door = await openDoor({ database: connectDatabase(databaseUrl, { connectionsMax: 4 }), folder, limits: hastyLimits });
stdout.write(`ready ${door.url}\n`);
for (;;) await door.artifacts.collectGarbage({ isDryRun: false, signal: new AbortController().signal });
