import { join, resolve } from 'node:path';
import { parseGatiManifest, type GatiManifest } from '@gati/manifest';
import { refuse } from '../refuse.ts';
import { readIfThere } from '../store/write-file.ts';

/** A folder with a valid gati.json. */
export interface Package {
  readonly folder: string;
  /** gati.json as written: what is published. */
  readonly document: unknown;
  readonly manifest: GatiManifest;
}

/** @throws NOT_FOUND without a gati.json · VALIDATION_FAILED naming path, fault and fix of each field */
export async function readPackage(workingFolder: string, directory: string | undefined): Promise<Package> {
  const folder = resolve(workingFolder, directory ?? '.');
  const file = join(folder, 'gati.json');
  const text = await readIfThere(file);
  if (text === null)
    throw refuse('NOT_FOUND', `There is no ${file}.`, [
      'Name the folder to publish: gati publish DIR',
      'A gati.json says at least { "name": "@me/thing", "version": "1.0.0", "type": "module", … }.',
    ]);
  const document = parseJson(text, file);
  const parsed = parseGatiManifest(document);
  if (parsed.ok) return { folder, document, manifest: parsed.manifest };
  throw refuse(
    'VALIDATION_FAILED',
    `${file} breaks ${parsed.fields.length === 1 ? 'a rule' : `${parsed.fields.length} rules`}:\n${parsed.fields.map(({ path, message }) => `  ${path || '/'}: ${message}`).join('\n')}`,
    parsed.fields.flatMap(({ path, fix }) => (fix ? [`${path || '/'}: ${fix}`] : [])),
    { fields: parsed.fields },
  );
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refuse(
      'VALIDATION_FAILED',
      `${file} is no JSON: ${(error as Error).message}`,
      ['Mend the place that is named; JSON takes no comments and no trailing commas.'],
      { fields: [{ path: '', message: 'is no JSON' }] },
    );
  }
}
