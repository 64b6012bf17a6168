import { createHash, randomBytes } from 'node:crypto';
import { access, constants, link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Rises when the folder's own layout changes in a way that an older program would misread. */
const formatVersion = 1;

export interface DataFolder {
  readonly path: string;
  readonly blobs: string;
  readonly outbox: string;
  readonly logs: string;
  /** Of the database cluster; elsewhere than the folder when `nobody`, who runs it for root, cannot reach it there. */
  readonly cluster: string;
  readonly scanner: string;
  /** From the settings, or made here once. */
  readonly secret: string;
}

/** A start that cannot go on, with what to do about it: shown without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/**
 * Makes or checks the folder that holds everything an installation owns.
 * @throws StartError when it cannot be written to, or a newer version of the registry wrote it
 */
export async function openDataFolder(path: string, givenSecret: string | null): Promise<DataFolder> {
  try {
    // The user nobody, who runs the cluster for root, has to pass through; nobody has to look.
    await mkdir(path, { recursive: true, mode: isRoot() ? 0o711 : 0o700 });
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(
      `The data folder ${path} cannot be written to (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): give this user the right to, or set GATI_DATA_DIR to another folder.`,
      { cause: error },
    );
  }
  await checkFormat(join(path, 'format'), path);
  return {
    path,
    blobs: join(path, 'blobs'),
    outbox: join(path, 'outbox'),
    logs: join(path, 'logs'),
    scanner: join(path, 'scanner'),
    cluster: await clusterFolder(path),
    secret: givenSecret ?? (await ownSecret(join(path, 'secret'))),
  };
}

async function checkFormat(file: string, path: string): Promise<void> {
  const found = await readFile(file, 'utf8').catch(() => null);
  if (found === null) return writeWhole(file, `${formatVersion}\n`);
  if (Number(found) !== formatVersion) {
    throw new StartError(
      `The data folder ${path} has the format «${found.trim()}», and this version of the registry reads ${formatVersion}: use the version that wrote it, or set GATI_DATA_DIR to another folder.`,
    );
  }
}

/** Two processes that start at once must end with the same secret: the first to link it wins. */
async function ownSecret(file: string): Promise<string> {
  const read = async () => (await readFile(file, 'utf8').catch(() => '')).trim();
  const known = await read();
  if (known) return known;
  // Linked only when it is whole: a file that is made and then written is empty for a moment, and whoever reads it then has another secret.
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(temporary, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  const secret = await read();
  if (!secret) throw new StartError(`The file ${file} is empty: put the installation's secret back, or remove the file to have a new one made.`);
  return secret;
}

async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(temporary, text, { mode: 0o600 });
  await rename(temporary, file);
}

const isRoot = (): boolean => process.getuid?.() === 0;

async function clusterFolder(path: string): Promise<string> {
  if (!isRoot() || (await canOthersReach(path))) return join(path, 'postgres');
  const name = createHash('sha256').update(path).digest('hex').slice(0, 16);
  return join('/var/lib/gati', name, 'postgres');
}

/** Whether every folder on the way may be passed through by everyone. */
async function canOthersReach(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    const { mode } = await stat(at);
    if ((mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
