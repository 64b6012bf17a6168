import { z } from 'zod';
import { artifactTypes, type ArtifactType } from './artifact-types.ts';
import { artifactName, capability, description, keywords, license, listOf, pathPattern, range, requirements, version, webAddress } from './fields.ts';
import { gtypes } from './gtypes.ts';
import { manifestLimits } from './limits.ts';
import { agentSettings } from './types/agent.ts';
import { modelSettings } from './types/model.ts';
import { moduleSettings } from './types/module.ts';
import { pluginSettings } from './types/plugin.ts';
import { snapshotSettings } from './types/snapshot.ts';
import { templateSettings } from './types/template.ts';

/** What every artifact says of itself. */
const common = {
  $schema: z.string().max(500).optional().meta({ description: 'Where this schema is published, for editors.' }),
  name: artifactName.meta({ description: 'Full name with its namespace, for example @acme/auth.' }),
  version: version.meta({ description: 'Semantic version without build metadata, for example 1.2.0.' }),
  description: description.optional().meta({ description: 'One line on what it is for, at most 300 characters.' }),
  license: license.optional().meta({ description: 'SPDX expression, for example MIT.' }),
  keywords: keywords.optional().meta({ description: 'Words it can be found by, at most 20.' }),
  repository: webAddress.optional().meta({ description: 'Where its source is kept.' }),
  capabilities: listOf(capability, manifestLimits.capabilities).optional().meta({ description: 'What it uses, for example db or net:api.example.com.' }),
  dependencies: requirements.optional().meta({ description: 'Artifacts it needs, each with the range of versions that will do.' }),
  gati: range.optional().meta({ description: 'Range of Gati versions it works with.' }),
  gtypes: gtypes.optional().meta({ description: 'What its handlers take and give.' }),
  files: listOf(pathPattern, manifestLimits.files)
    .optional()
    .meta({ description: 'Files that are published, as in npm; README, LICENSE and gati.json always are.' }),
};

/** One schema for each type of artifact. The type's own settings stand under the key named like the type. */
export const manifestSchemas = {
  module: z.strictObject({ ...common, type: z.literal('module'), module: moduleSettings }),
  plugin: z.strictObject({ ...common, type: z.literal('plugin'), plugin: pluginSettings }),
  model: z.strictObject({ ...common, type: z.literal('model'), model: modelSettings }),
  agent: z.strictObject({ ...common, type: z.literal('agent'), agent: agentSettings }),
  template: z.strictObject({ ...common, type: z.literal('template'), template: templateSettings }),
  snapshot: z.strictObject({ ...common, type: z.literal('snapshot'), snapshot: snapshotSettings }),
} as const;

/** A manifest as it is published: gati.json, checked. */
export type GatiManifest = z.infer<(typeof manifestSchemas)[ArtifactType]>;

/** An application's gati.json: it is not published, so that dependencies alone will do. */
export const appSchema = z.strictObject({
  ...common,
  name: z.string().max(200).optional(),
  version: version.optional(),
  type: z.enum([...artifactTypes, 'app']).optional(),
  ...Object.fromEntries(artifactTypes.map((type) => [type, z.unknown().optional()])),
});
/** What an application needs. */
export interface AppManifest {
  readonly name?: string;
  readonly dependencies: Readonly<Record<string, string>>;
}
