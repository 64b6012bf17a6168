import { array, dedent, number, object, string, type DemoRelease } from './release.ts';

/** A safetensors file: the header's length in 8 bytes, the header as JSON, then the numbers (github.com/huggingface/safetensors, "Format"). */
function safetensors(tensors: Readonly<Record<string, readonly number[]>>, seed: number): Uint8Array {
  const parts: Buffer[] = [];
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let offset = 0;
  let state = seed;
  for (const [name, shape] of Object.entries(tensors)) {
    const count = shape.reduce((product, size) => product * size, 1);
    const data = Buffer.alloc(count * 4);
    for (let index = 0; index < count; index++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      data.writeFloatLE(state / 2 ** 32 - 0.5, index * 4);
    }
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + data.length] };
    offset += data.length;
    parts.push(data);
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...parts]);
}

/** The smallest useful module of WebAssembly: `scale(width, factor)` multiplies two 32-bit integers. */
const scaleWasm = Uint8Array.from([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x07, 0x01, 0x60, 0x02, 0x7f, 0x7f, 0x01, 0x7f, 0x03, 0x02, 0x01, 0x00, 0x07, 0x09, 0x01, 0x05, 0x73,
  0x63, 0x61, 0x6c, 0x65, 0x00, 0x00, 0x0a, 0x09, 0x01, 0x07, 0x00, 0x20, 0x00, 0x20, 0x01, 0x6c, 0x0b,
]);

const model = (name: string, version: string, description: string, settings: object, more: object) => ({
  name,
  version,
  type: 'model',
  description,
  license: 'Apache-2.0',
  model: { format: 'safetensors', files: ['model.safetensors'], ...settings },
  ...more,
});

const ocr = (['1.0.0', '1.1.0'] as const).map((version): DemoRelease => ({
  manifest: model(
    '@lumen/ocr',
    version,
    'Reads printed text from photos of receipts and forms.',
    {
      task: 'image-to-text',
      signature: {
        inputs: [{ name: 'pixels', dtype: 'F32', shape: [null, 3, 64, 256] }],
        outputs: [{ name: 'characters', dtype: 'F32', shape: [null, 64, 96] }],
      },
      card: {
        datasets: ['receipts-2024, 12,000 photos'],
        metrics: [{ name: 'character error rate', value: version === '1.0.0' ? 0.061 : 0.048 }],
        intendedUse: 'Receipts and forms in Latin script.',
        limits: 'Not for handwriting, and not for decisions about people.',
      },
    },
    { keywords: ['ocr', 'vision', 'text', 'receipts'], capabilities: ['ai'] },
  ),
  files: {
    'README.md': dedent(`
      # OCR

      Reads printed Latin text from photos of receipts and forms. A demonstration: its weights are small and were never trained.

      | | |
      | --- | --- |
      | input | \`pixels\`, float, n × 3 × 64 × 256, from 0 to 1 |
      | output | \`characters\`, float, n × 64 × 96 |
    `),
    'model.safetensors': safetensors({ 'encoder.weight': [32, 48], 'encoder.bias': [32], 'decoder.weight': [96, 32] }, version === '1.0.0' ? 11 : 12),
  },
}));

const embed: DemoRelease = {
  manifest: model(
    '@lumen/embed-mini',
    '0.3.0',
    'Sentence embeddings small enough for a phone.',
    {
      task: 'feature-extraction',
      signature: { inputs: [{ name: 'tokens', dtype: 'I64', shape: [null, 128] }], outputs: [{ name: 'embedding', dtype: 'F32', shape: [null, 64] }] },
    },
    { keywords: ['embedding', 'search', 'nlp'], capabilities: ['ai', 'search'] },
  ),
  files: {
    'README.md': '# Embed mini\n\nSixty-four numbers for a sentence: near sentences have near numbers. A demonstration with random weights.\n',
    'model.safetensors': safetensors({ 'embedding.weight': [256, 64] }, 21),
  },
};

const summarize: DemoRelease = {
  manifest: {
    name: '@lumen/summarize',
    version: '2.0.0',
    type: 'agent',
    description: 'Reads long documents and tells what is in them, with page numbers.',
    license: 'Apache-2.0',
    keywords: ['agent', 'summary', 'documents'],
    capabilities: ['ai', 'fs:read'],
    dependencies: { '@lumen/ocr': '^1.0.0', '@lumen/embed-mini': '^0.3.0' },
    agent: {
      recipe: 'recipe.yaml',
      models: { '@lumen/ocr': '^1.0.0', '@lumen/embed-mini': '^0.3.0' },
      requires: ['ai', 'fs:read'],
      skills: [
        { id: 'read', uses: '@lumen/ocr' },
        { id: 'cluster', uses: '@lumen/embed-mini', needs: ['read'] },
        { id: 'write', needs: ['cluster'] },
      ],
      limits: { maxSteps: 40, timeoutSeconds: 300 },
    },
  },
  files: {
    'README.md':
      '# Summarize\n\nThree skills in a row: read the pages, group what belongs together, write one paragraph for each group. Every sentence names the page that it is from.\n',
    'recipe.yaml': dedent(`
      goal: Summarise a document so that a reader can decide whether to read it.
      steps:
        - skill: read
        - skill: cluster
          needs: [read]
        - skill: write
          needs: [cluster]
      stop: every paragraph names a page
    `),
  },
};

const resize = (['1.0.0', '1.0.1'] as const).map((version): DemoRelease => ({
  manifest: {
    name: '@lumen/resize',
    version,
    type: 'module',
    description: 'Scales images, as one small WebAssembly file.',
    license: 'MIT',
    keywords: ['image', 'wasm', 'resize'],
    capabilities: ['ai'],
    module: { runtime: 'wasm', entry: 'scale.wasm', abi: 'core' },
    gtypes: {
      handlers: {
        scale: { input: object({ width: number, factor: number }), output: object({ width: number }) },
        formats: { input: object({}), output: array(string) },
      },
    },
  },
  files: {
    'README.md': `# Resize\n\nScales by whole factors. Runs wherever WebAssembly runs, without access to anything.\n\nThis is ${version}.\n`,
    'scale.wasm': scaleWasm,
  },
}));

export const lumen: readonly DemoRelease[] = [...ocr, embed, ...resize, summarize];
