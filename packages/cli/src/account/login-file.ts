import { join } from 'node:path';
import { isRecord, prettyJson, readJsonFile } from '../store/json-file.ts';
import { withFileLock } from '../store/file-lock.ts';
import { writeWhole } from '../store/write-file.ts';

/** A sign-in as it is kept between two runs. */
export interface Login {
  readonly handle: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token ends, ISO 8601. */
  readonly expiresAt: string;
}

/** The sign-ins that are kept, one for each registry, in a file that its owner alone can read. */
export interface LoginFile {
  readonly read: (registry: string) => Promise<Login | null>;
  readonly write: (registry: string, login: Login | null) => Promise<void>;
  /** Reads, changes and writes one sign-in while no other process does. */
  readonly change: <T>(registry: string, work: (present: Login | null, keep: (login: Login | null) => Promise<void>) => Promise<T>) => Promise<T>;
}

const isLogin = (value: unknown): value is Login =>
  isRecord(value) && ['handle', 'accessToken', 'refreshToken', 'expiresAt'].every((name) => typeof value[name] === 'string');

export function createLoginFile(configFolder: string, signal?: AbortSignal): LoginFile {
  const path = join(configFolder, 'credentials.json');
  const readAll = async (): Promise<Record<string, unknown>> => {
    const file = await readJsonFile(path, 'Remove it and sign in again: gati login');
    return isRecord(file?.['registries']) ? file['registries'] : {};
  };
  const keep = async (registry: string, login: Login | null): Promise<void> => {
    const { [registry]: _replaced, ...others } = await readAll();
    await writeWhole(path, prettyJson({ version: 1, registries: login ? { ...others, [registry]: login } : others }), 0o600);
  };
  const read = async (registry: string): Promise<Login | null> => {
    const login = (await readAll())[registry];
    return isLogin(login) ? login : null;
  };
  const locked = <T>(work: () => Promise<T>): Promise<T> => withFileLock(`${path}.lock`, work, { signal });

  return {
    read,
    write: (registry, login) => locked(() => keep(registry, login)),
    change: (registry, work) => locked(async () => work(await read(registry), (login) => keep(registry, login))),
  };
}
