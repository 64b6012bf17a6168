import { execFile } from 'node:child_process';
import { createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '@gati/testkit/free-port';
import { until } from '../src/process.ts';

const run = promisify(execFile);
const issuer = 'bench';
const service = 'peer';

export interface Peer {
  readonly origin: string;
  readonly authorization: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts Debian's docker-registry with its files in a folder of its own, beside ours on the same disk, and with token authentication on, as ours has:
 * it verifies a signed JWT in every request.
 * @see https://distribution.github.io/distribution/spec/auth/jwt/
 */
export async function startDockerRegistry(program: string, repositories: readonly string[]): Promise<Peer> {
  const folder = await mkdtemp(join(tmpdir(), 'gati-bench-peer-'));
  const port = await freePort();
  const [keyFile, certificateFile] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=bench', '-keyout', keyFile, '-out', certificateFile]); // prettier-ignore
  await writeFile(
    join(folder, 'settings.yml'),
    JSON.stringify({
      version: '0.1',
      log: { level: 'error', accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: join(folder, 'data'), maxthreads: 1_000 }, delete: { enabled: true } },
      http: { addr: `127.0.0.1:${port}`, relativeurls: true },
      auth: { token: { realm: `http://127.0.0.1:${port}/none`, service, issuer, rootcertbundle: certificateFile } },
    }),
  );
  const child = spawn(program, ['serve', join(folder, 'settings.yml')], { stdio: ['ignore', 'ignore', 'inherit'] });
  const origin = `http://127.0.0.1:${port}`;
  const authorization = `Bearer ${await mint(keyFile, certificateFile, repositories)}`;
  await until('docker-registry', async () => (await fetch(`${origin}/v2/`, { headers: { authorization } }).catch(() => null))?.ok);
  return {
    origin,
    authorization,
    stop: async () => {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function mint(keyFile: string, certificateFile: string, repositories: readonly string[]): Promise<string> {
  const certificate = new X509Certificate(await readFile(certificateFile));
  const now = Math.floor(Date.now() / 1_000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = [
    part({ typ: 'JWT', alg: 'ES256', x5c: [certificate.raw.toString('base64')] }),
    part({
      iss: issuer,
      sub: 'bench',
      aud: service,
      iat: now,
      nbf: now - 60,
      exp: now + 3_600,
      jti: randomUUID(),
      access: repositories.map((name) => ({ type: 'repository', name, actions: ['pull', 'push'] })),
    }),
  ].join('.');
  const signature = sign('sha256', Buffer.from(signed), { key: createPrivateKey(await readFile(keyFile)), dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
