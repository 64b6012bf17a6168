// npm run conformance [-- 1.1 dev]: the official conformance suite of OCI Distribution against the whole product, which it starts itself
// on free ports with data of its own. Exits 1 on any failure and on any skip that no decision defends, 2 when the suite is not installed.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, env, exit } from 'node:process';
import { signUp } from '../src/client.ts';
import { startRegistry } from '../src/registry.ts';
import { stockProgram } from '@gati/testkit/stock-program';
import { outcomeOf, type Outcome } from './report.ts';

/** The module and version of the suite that is answered for; CI installs it. */
const suite = (await readFile(join(import.meta.dirname, 'suite'), 'utf8')).trim();
const program = stockProgram('oci-conformance');
if (!program) {
  console.error(`oci-conformance is neither on PATH nor in $STOCK_DIR/bin. It is made with Go 1.24 or newer:

  CGO_ENABLED=0 GOBIN="$HOME/go/bin" go install ${suite}
  mv "$HOME/go/bin/conformance" "$HOME/go/bin/oci-conformance"`);
  exit(2);
}
const versions = argv.length > 2 ? argv.slice(2) : ['1.1', 'dev'];

/** Everything the suite can try, also what a version of it leaves out unless told. Not among them: manifests that name what is not there (docs/decisions/0009-no-sparse-manifests.md). */
const everything = Object.fromEntries(
  ['OCI_API_BLOBS_UPLOAD_CANCEL', 'OCI_API_BLOBS_DIGEST_HEADER', 'OCI_API_MANIFESTS_DIGEST_HEADER', 'OCI_API_MANIFESTS_TAG_PARAM'].map((name) => [
    name,
    'true',
  ]),
);

async function judge(version: string, registryUrl: string, password: string, folder: string): Promise<Outcome> {
  const results = join(folder, version);
  const repository = `conformance/v${version.replace('.', '-')}`;
  const child = spawn(program!, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: env['PATH'] ?? '',
      HOME: folder,
      OCI_REGISTRY: new URL(registryUrl).host,
      OCI_TLS: 'disabled',
      OCI_VERSION: version,
      OCI_RESULTS_DIR: results,
      OCI_REPO1: `${repository}-one`,
      OCI_REPO2: `${repository}-two`,
      OCI_USERNAME: 'conformance',
      OCI_PASSWORD: password,
      OCI_LOG: 'error',
      ...everything,
    },
  });
  await new Promise<void>((resolve, reject) => child.once('error', reject).once('exit', () => resolve()));
  return outcomeOf(await readFile(join(results, 'junit.xml'), 'utf8'));
}

const startedAt = performance.now();
const folder = await mkdtemp(join(tmpdir(), 'gati-conformance-'));
const registry = await startRegistry();
let isGreen = true;
try {
  const { password } = await signUp(registry.url, 'conformance');
  for (const version of versions) {
    const { passed, failed, skipped } = await judge(version, registry.url, password, folder);
    console.log(`OCI Distribution ${version}: ${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
    for (const name of failed) console.log(`  failed: ${name}`);
    for (const { name, reason } of skipped) console.log(`  skipped: ${name} (${reason})`);
    if (failed.length + skipped.length > 0) isGreen = false;
  }
} finally {
  await registry.stop();
  await rm(folder, { recursive: true, force: true });
}
console.log(`${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
exit(isGreen ? 0 : 1);
