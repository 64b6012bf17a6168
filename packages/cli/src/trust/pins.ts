import { join } from 'node:path';
import { isRecord, prettyJson, readJsonFile } from '../store/json-file.ts';
import { withFileLock } from '../store/file-lock.ts';
import { writeWhole } from '../store/write-file.ts';

/** The keys of each namespace that this user has come to trust: those it had when something of it was first installed, and those consented to later. */
export interface Pins {
  /** Fingerprints pinned for a namespace; null when nothing of it was installed before. */
  readonly read: (registry: string, namespace: string) => Promise<ReadonlySet<string> | null>;
  /** Adds fingerprints; what is pinned stays pinned. */
  readonly add: (registry: string, pinned: ReadonlyMap<string, readonly string[]>) => Promise<void>;
}

type File = Record<string, Record<string, { keys?: unknown; pinnedAt?: unknown }>>;

export function createPins(configFolder: string, now: () => Date): Pins {
  const path = join(configFolder, 'pins.json');
  const readAll = async (): Promise<File> => {
    const file = await readJsonFile(path, 'Restore it; if you remove it, the keys that the registry names next are trusted anew.');
    return isRecord(file?.['registries']) ? (file['registries'] as File) : {};
  };
  const keysOf = (entry: { keys?: unknown } | undefined): readonly string[] =>
    Array.isArray(entry?.keys) ? entry.keys.filter((key): key is string => typeof key === 'string') : [];
  return {
    read: async (registry, namespace) => {
      const entry = (await readAll())[registry]?.[namespace];
      return entry ? new Set(keysOf(entry)) : null;
    },
    add: async (registry, pinned) => {
      if (pinned.size === 0) return;
      await withFileLock(`${path}.lock`, async () => {
        const all = await readAll();
        const own = { ...all[registry] };
        for (const [namespace, keys] of pinned) {
          own[namespace] = { pinnedAt: own[namespace]?.pinnedAt ?? now().toISOString(), keys: [...new Set([...keysOf(own[namespace]), ...keys])].sort() };
        }
        await writeWhole(path, prettyJson({ version: 1, registries: { ...all, [registry]: own } }), 0o600);
      });
    },
  };
}
