/** What kind of thing an artifact can be; lower case as in gati.json. */
export const artifactTypes = ['module', 'plugin', 'model', 'agent', 'template', 'snapshot'] as const;
export type ArtifactType = (typeof artifactTypes)[number];

/** How a module runs. */
export const moduleRuntimes = ['node', 'oci', 'wasm', 'binary', 'external'] as const;
export type ModuleRuntime = (typeof moduleRuntimes)[number];
