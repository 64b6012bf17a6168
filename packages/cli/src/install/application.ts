import { join } from 'node:path';
import { parseAppManifest } from '@gati/manifest';
import { refuse } from '../refuse.ts';
import { readIfThere } from '../store/write-file.ts';

/** The gati.json of the folder that is installed into. */
export interface Application {
  readonly folder: string;
  /** As it stands in the file; null where there is none yet. */
  readonly text: string | null;
  /** name → range. */
  readonly dependencies: Readonly<Record<string, string>>;
}

export const applicationFileName = 'gati.json';

/** @throws VALIDATION_FAILED naming path, fault and fix of each field */
export async function readApplication(folder: string): Promise<Application> {
  const file = join(folder, applicationFileName);
  const text = await readIfThere(file);
  if (text === null) return { folder, text: null, dependencies: {} };
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw refuse('VALIDATION_FAILED', `${file} is no JSON: ${(error as Error).message}`, ['Mend the place that is named.'], {
      fields: [{ path: '', message: 'is no JSON' }],
    });
  }
  const parsed = parseAppManifest(document);
  if (parsed.ok) return { folder, text, dependencies: parsed.manifest.dependencies };
  throw refuse(
    'VALIDATION_FAILED',
    `${file} breaks a rule: ${parsed.fields.map(({ path, message }) => `${path || '/'}: ${message}`).join('; ')}`,
    parsed.fields.flatMap(({ path, fix }) => (fix ? [`${path || '/'}: ${fix}`] : [])),
    { fields: parsed.fields },
  );
}

/** The file with other dependencies, in order of their names; everything else, the indentation too, stays as it was. */
export function withDependencies({ text }: Application, dependencies: Readonly<Record<string, string>>): string {
  const document = text === null ? {} : (JSON.parse(text) as Record<string, unknown>);
  const sorted = Object.fromEntries(Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1)));
  const indentation = /^([ \t]+)"/m.exec(text ?? '')?.[1] ?? '  ';
  return `${JSON.stringify({ ...document, dependencies: sorted }, null, indentation)}\n`;
}
