import { z } from 'zod';
import { listOf, path } from '../fields.ts';
import { line, paragraph } from '../rule.ts';

/** A tensor: its name, element type, and shape in which a text or null stands for what varies. */
const tensor = z.strictObject({
  name: line(200),
  dtype: line(50),
  shape: z.array(z.union([z.int().min(0), line(100), z.null()])).max(32),
});

/** A machine-learning model with its card. */
export const modelSettings = z.strictObject({
  format: z.enum(['onnx', 'wasm', 'tensorrt', 'safetensors', 'gguf']),
  files: listOf(path, 1000).min(1),
  task: line(100).optional(),
  signature: z.strictObject({ inputs: z.array(tensor).max(100), outputs: z.array(tensor).max(100) }).optional(),
  card: z
    .strictObject({
      datasets: listOf(line(300), 100).optional(),
      metrics: z
        .array(z.strictObject({ name: line(100), value: z.number(), dataset: line(300).optional() }))
        .max(200)
        .optional(),
      intendedUse: paragraph(5000).optional(),
      limits: paragraph(5000).optional(),
    })
    .optional(),
  benchmarks: z
    .array(z.strictObject({ runtime: line(100), hardware: line(200), metric: line(100), value: z.number(), unit: line(50) }))
    .max(200)
    .optional(),
});
