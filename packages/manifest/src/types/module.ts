import { z } from 'zod';
import { digest, listOf, path, range, webAddress } from '../fields.ts';
import { line } from '../rule.ts';

const platform = z
  .string()
  .regex(/^[a-z0-9]+\/[a-z0-9]+(?:\/[a-z0-9]+)?$/)
  .max(50);

/** How a module runs; each runtime has its own settings. */
export const moduleSettings = z.discriminatedUnion('runtime', [
  z.strictObject({ runtime: z.literal('node'), entry: path, engine: range.optional() }),
  /** A container image; what docker pushes is one without further settings. */
  z.strictObject({ runtime: z.literal('oci'), image: line(500).optional(), digest: digest.optional(), platforms: listOf(platform, 50).optional() }),
  z.strictObject({ runtime: z.literal('wasm'), entry: path, abi: z.enum(['wasi-preview1', 'component', 'core']).optional() }),
  z.strictObject({ runtime: z.literal('binary'), targets: z.array(z.strictObject({ platform, path })).min(1).max(50) }),
  /** No code of its own: an endpoint and its contract. */
  z.strictObject({ runtime: z.literal('external'), endpoint: webAddress, protocol: z.enum(['http', 'grpc', 'graphql', 'websocket']).optional() }),
]);
