import { z } from 'zod';
import { artifactName, digest, requirements, version } from '../fields.ts';
import { line } from '../rule.ts';

/** An application's exact environment: what ran, in which versions and bytes. */
export const snapshotSettings = z.strictObject({
  artifacts: z.array(z.strictObject({ name: artifactName, version, digest })).max(2000),
  /** What the application itself asked for. */
  roots: requirements.optional(),
  /** Versions of the tools it was captured with. */
  tools: z.strictObject({ cli: version.optional(), node: line(50).optional(), gati: version.optional() }).optional(),
});
