// Gives every workspace the same targets: nx run <project>:lint | typecheck | test | bench.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const targetsOf = (root, workspaceRoot) => ({
  lint: { command: `eslint ${root}` },
  typecheck: { command: root === 'web' ? 'tsc -p web/tsconfig.json' : 'tsc -p tsconfig.json' },
  test: { command: `vitest run ${root}/` },
  ...(existsSync(join(workspaceRoot, root, 'bench')) ? { bench: { command: `for file in ${root}/bench/*.bench.ts; do node $file; done` } } : {}),
});

export const createNodesV2 = [
  '{packages/*,adapters/*,subgraphs/*,gateway,wiring,prisma,web,acceptance}/package.json',
  (files, _options, { workspaceRoot }) => files.map((file) => [file, { projects: { [dirname(file)]: { targets: targetsOf(dirname(file), workspaceRoot) } } }]),
];
