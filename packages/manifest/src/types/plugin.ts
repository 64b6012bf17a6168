import { z } from 'zod';
import { artifactName, identifier, listOf, path, requirements } from '../fields.ts';

/** An extension of a Gati application. */
export const pluginSettings = z.strictObject({
  entry: path,
  /** Points of the application that it attaches to. */
  hooks: listOf(identifier, 100).optional(),
  /** Modules that must be there, and in which versions. */
  requires: requirements.optional(),
  /** Handlers of other modules whose types it reads or changes. */
  interactions: z
    .array(z.strictObject({ module: artifactName, handler: identifier, access: z.enum(['read', 'transform']).optional() }))
    .max(100)
    .optional(),
});
