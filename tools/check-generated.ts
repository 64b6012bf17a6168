// Makes everything anew that is generated and committed, and fails when that changes a file.
import { execFileSync } from 'node:child_process';

const generated = ['prisma/generated', 'gateway/api.graphql', 'web/gql', 'packages/sdk/src/generated', '.env.example', 'docs/errors'];
const run = (program: string, ...parameters: readonly string[]) =>
  execFileSync(program, parameters, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
  });
const state = () =>
  execFileSync('git', ['ls-files', '-s', '--', ...generated], { encoding: 'utf8' }) +
  execFileSync('git', ['diff', '--', ...generated], { encoding: 'utf8', maxBuffer: 1 << 28 }) +
  execFileSync('git', ['ls-files', '-o', '--exclude-standard', '--', ...generated], { encoding: 'utf8' });

const before = state();
run('prisma', 'generate');
run('node', 'tools/print-api-schema.ts');
run('graphql-codegen', '--config', 'codegen.yml');
run('node', 'tools/print-settings.ts');
run('node', 'tools/print-error-pages.ts');
if (state() !== before) {
  console.error(
    `Generated files differ from what is committed:\n${execFileSync('git', ['status', '--short', '--', ...generated], { encoding: 'utf8' })}Run npm run generate and commit what it changes.`,
  );
  process.exit(1);
}
