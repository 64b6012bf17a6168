import { z } from 'zod';
import type { ArtifactType } from './artifact-types.ts';
import { manifestSchemas } from './schemas.ts';

/** The name of a published schema; the version rises when an older manifest would no longer fit. */
export const schemaIdOf = (type: ArtifactType): string => `https://gati.dev/schemas/manifest/v1/${type}.json`;

/** The JSON Schema (draft 2020-12) of one type of manifest, with its `$id`. What it takes is a superset: some rules cannot be said in JSON Schema. */
export function jsonSchemaOf(type: ArtifactType): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(manifestSchemas[type], { io: 'input', target: 'draft-2020-12', unrepresentable: 'any' });
  return { $schema, $id: schemaIdOf(type), title: `gati.json of a ${type}`, ...schema };
}
