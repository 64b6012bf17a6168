import { join } from 'node:path';
import { isRecord, prettyJson, readJsonFile } from '../store/json-file.ts';
import { withFileLock } from '../store/file-lock.ts';
import { writeWhole } from '../store/write-file.ts';

/** Where the private keys are that `keys generate` made, so that `publish` finds them from anywhere. The keys themselves stay where they are. */
export interface KnownKeys {
  /** Files to try for a namespace, best first: the one registered for it, then the last one made. */
  readonly filesFor: (registry: string, namespace: string) => Promise<readonly string[]>;
  /** @param namespaces  `@handle`, those it was registered for */
  readonly remember: (registry: string, namespaces: readonly string[], file: string) => Promise<void>;
}

export function createKnownKeys(configFolder: string): KnownKeys {
  const path = join(configFolder, 'keys.json');
  const read = async (): Promise<{ last: string | undefined; registries: Record<string, Record<string, string>> }> => {
    const file = await readJsonFile(path, 'Remove it; keys are found by --key then.');
    return {
      last: typeof file?.['last'] === 'string' ? file['last'] : undefined,
      registries: isRecord(file?.['registries']) ? (file['registries'] as Record<string, Record<string, string>>) : {},
    };
  };
  return {
    filesFor: async (registry, namespace) => {
      const { last, registries } = await read();
      return [registries[registry]?.[namespace], last].filter((file): file is string => typeof file === 'string');
    },
    remember: (registry, namespaces, file) =>
      withFileLock(`${path}.lock`, async () => {
        const { registries } = await read();
        const own = { ...registries[registry], ...Object.fromEntries(namespaces.map((namespace) => [namespace, file])) };
        await writeWhole(path, prettyJson({ version: 1, last: file, registries: { ...registries, [registry]: own } }), 0o600);
      }),
  };
}
